/** Certificates for tests, made here: no program that makes them is on every machine. */
import { generateKeyPairSync, sign } from "node:crypto";

/** A certificate for the host `localhost` that vouches for itself, and its private key, both as PEM. */
export function selfSigned(): { certificate: string; key: string } {
	const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
	const algorithm = der(0x30, identifier("2a8648ce3d040302")); // ecdsa-with-SHA256
	const name = der(0x30, der(0x31, der(0x30, identifier("550403"), der(0x0c, text("localhost")))));
	const content = der(
		0x30,
		der(0xa0, der(0x02, Buffer.from([2]))), // version 3
		der(0x02, Buffer.from([1])),
		algorithm,
		name,
		der(0x30, der(0x17, text("250101000000Z")), der(0x17, text("490101000000Z"))),
		name,
		publicKey.export({ type: "spki", format: "der" }),
		der(
			0xa3,
			der(
				0x30,
				extension("551d13", der(0x30, der(0x01, Buffer.from([0xff])))), // is an authority
				extension("551d11", der(0x30, der(0x82, text("localhost")))),
			),
		),
	);
	const signature = sign("sha256", content, privateKey);
	const whole = der(0x30, content, algorithm, der(0x03, Buffer.from([0]), signature));
	return {
		certificate: `-----BEGIN CERTIFICATE-----\n${whole
			.toString("base64")
			.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
		key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
	};
}

/** One value in DER (X.690): its tag, its length, and what it consists of. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
	const content = Buffer.concat(parts);
	return Buffer.concat([Buffer.from([tag, ...derLength(content.length)]), content]);
}

function derLength(length: number): number[] {
	if (length < 128) return [length];
	return length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
}

const text = (value: string) => Buffer.from(value, "latin1");
const identifier = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
const extension = (id: string, value: Buffer) => der(0x30, identifier(id), der(0x04, value));
