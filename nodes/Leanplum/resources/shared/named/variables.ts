import { yesNoField } from '../../../operation/fields/fieldKinds';

/** Which of the app's variables come out. */
export const includeDefaults = yesNoField('Include Defaults', 'includeDefaults', {
	default: true,
	description: "Whether to include variables that still have the app's default value",
});
