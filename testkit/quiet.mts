// n8n's logger takes its level when it is first loaded, so this must be imported before n8n-core.
process.env.N8N_LOG_LEVEL ??= 'silent';
