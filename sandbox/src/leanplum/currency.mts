/** US dollars for one unit. Leanplum refreshes its rates hourly; these stand still. */
const DOLLARS: Readonly<Record<string, number>> = {
	USD: 1,
	EUR: 1.1,
	GBP: 1.3,
	CHF: 1.15,
	CAD: 0.74,
	AUD: 0.66,
	JPY: 0.0067,
	CNY: 0.14,
	INR: 0.012,
	BRL: 0.18,
	SEK: 0.095,
	PLN: 0.25,
};

/** A value in the app's currency, and the event parameters that keep what it was before. */
export interface Money {
	value: number | undefined;
	params: Record<string, unknown>;
}

/**
 * Converts an event's value into the app's currency (US dollars in the sandbox) and keeps the
 * original as `localPrice` and `localCurrency` (OAS track). A code without a rate here is taken one
 * to one; text that is no ISO 4217 code gives `undefined`.
 */
export function inAppCurrency(
	value: number | undefined,
	currencyCode: string | undefined,
): Money | undefined {
	if (currencyCode === undefined) return { value, params: {} };
	if (!/^[A-Za-z]{3}$/.test(currencyCode)) return undefined;
	if (value === undefined) return { value, params: {} };
	const code = currencyCode.toUpperCase();
	const rate = DOLLARS[code] ?? 1;
	return { value: value * rate, params: { localPrice: value, localCurrency: code } };
}
