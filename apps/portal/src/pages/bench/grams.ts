/** Alcohol for people: whole thousandths as `0.040 g/210 L`. */
export const grams = (milligrams: number): string => `${(milligrams / 1_000).toFixed(3)} g/210 L`
