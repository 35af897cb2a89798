//! Bytes as text that links can hold: RFC 4648, section 5, without padding.

const BASE64URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes as text.
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 3);
    for chunk in bytes.chunks(3) {
        let bits =
            chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(BASE64URL[(bits >> (18 - 6 * place)) as usize & 63].into());
        }
    }
    text
}

/// Reads up to the first character that is none of the sixty-four: a bracket or a full stop behind a link.
pub(super) fn decode(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0_u32, 0);
    for value in text.bytes().map_while(|char| BASE64URL.iter().position(|known| *known == char)) {
        bits = bits << 6 | value as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::{decode, encode};

    proptest! {
        #[test]
        fn bytes_survive_base64url(bytes in vec(any::<u8>(), 0..100)) {
            prop_assert_eq!(decode(&encode(&bytes)), bytes);
        }
    }

    #[test]
    fn base64url_is_that_of_the_standard() {
        // RFC 4648, section 10; and the two characters that differ from base64.
        for (bytes, text) in
            [(&b""[..], ""), (b"f", "Zg"), (b"fo", "Zm8"), (b"foo", "Zm9v"), (&[0xfb, 0xff], "-_8")]
        {
            assert_eq!(encode(bytes), text);
            assert_eq!(decode(text), bytes);
        }
    }
}
