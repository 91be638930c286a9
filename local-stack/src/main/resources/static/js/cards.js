// What can be known of a card without asking anybody, and the test cards.

const BRANDS = [
  { name: "Visa", pattern: /^4/, lengths: [16, 13, 19], groups: [4, 4, 4, 4, 3], csc: 3 },
  { name: "Mastercard", pattern: /^(5[1-5]|2[2-7])/, lengths: [16], groups: [4, 4, 4, 4], csc: 3 },
  { name: "American Express", pattern: /^3[47]/, lengths: [15], groups: [4, 6, 5], csc: 4 },
];
const OTHER = { name: "", pattern: /^/, lengths: [16, 14, 15, 17, 18, 19], groups: [4, 4, 4, 4, 3], csc: 3 };

/** What Stripe calls each test card (https://docs.stripe.com/testing), and what it does. */
export const TEST_CARDS = [
  { number: "4242424242424242", id: "pm_card_visa", note: "is accepted" },
  { number: "378282246310005", id: "pm_card_amex", note: "is accepted, with a code of four digits" },
  { number: "4000002760003184", id: "pm_card_authenticationRequired", note: "asks for 3-D Secure" },
  { number: "4000000000009995", id: "pm_card_visa_chargeDeclinedInsufficientFunds", note: "is short of money" },
  { number: "4000000000000002", id: "pm_card_visa_chargeDeclined", note: "is declined for no reason" },
  { number: "4000000000000127", id: "pm_card_chargeDeclinedIncorrectCvc", note: "has another security code" },
];

export const digitsOf = (text) => text.replace(/\D/g, "");

export function brandOf(digits) {
  return BRANDS.find((brand) => brand.pattern.test(digits)) ?? OTHER;
}

/** "42424242" → "4242 4242" */
export function grouped(digits) {
  const parts = [];
  let from = 0;
  for (const size of brandOf(digits).groups) {
    parts.push(digits.slice(from, from + size));
    from += size;
  }
  return parts.filter((part) => part !== "").join(" ");
}

/** "1234" → "12 / 34"; a month that can't go on gets its zero: "4" → "04". */
export function expiry(text) {
  const digits = digitsOf(text).replace(/^([2-9])/, "0$1").slice(0, 4);
  return digits.length > 2 ? `${digits.slice(0, 2)} / ${digits.slice(2)}` : digits;
}

/** Whether the check digit fits: one wrong digit, or two that changed places, are found so. */
function checks(digits) {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Each says what is wrong, or nothing. */
export function wrongNumber(digits) {
  if (digits === "") {
    return "Enter the card number.";
  }
  const brand = brandOf(digits);
  if (digits.length < Math.min(...brand.lengths) || !brand.lengths.includes(digits.length)) {
    return `The card number is incomplete: ${digits.length} of ${brand.lengths[0]} digits.`;
  }
  if (!checks(digits)) {
    return "The card number has a typo. Compare it with your card.";
  }
  return TEST_CARDS.some((card) => card.number === digits) ? "" : "No real cards here, please: this demo takes the test cards below.";
}

export function wrongExpiry(text, now = new Date()) {
  const digits = digitsOf(text);
  if (digits === "") {
    return "Enter the expiry date.";
  }
  const month = Number(digits.slice(0, 2));
  if (digits.length < 4) {
    return "The expiry date is incomplete: month and year, such as 04 / 31.";
  }
  if (month < 1 || month > 12) {
    return "The month of the expiry date must be between 01 and 12.";
  }
  // A card is good to the end of its month.
  return new Date(2000 + Number(digits.slice(2)), month, 1) > now ? "" : "The card has expired.";
}

export function wrongCode(text, digits) {
  const length = brandOf(digits).csc;
  if (text === "") {
    return "Enter the security code.";
  }
  return /^\d+$/.test(text) && text.length === length ? "" : `The security code has ${length} digits.`;
}

export function wrongName(text) {
  return text.trim() === "" ? "Enter the name on the card." : "";
}
