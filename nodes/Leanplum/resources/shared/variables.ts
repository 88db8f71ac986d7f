import { yesNoField } from '../../operation/fieldKinds';

/** Which of the app's variables come out. */
export const includeDefaults = yesNoField('Include Defaults', 'includeDefaults', {
	default: true,
	description: "Whether to return also variables that have their app's default value",
});
