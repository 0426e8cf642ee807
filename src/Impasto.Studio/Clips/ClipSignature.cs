namespace Impasto.Studio.Clips;

/// <summary>Decides by its first bytes whether a file is of a kind that holds clips; its name is ignored.</summary>
/// <remarks>
/// Whether there is a clip in it is found out by ffprobe. Animated GIF, PNG and WebP are pictures here. Sources: the
/// formats' own specifications.
/// </remarks>
internal static class ClipSignature
{
    private const int TransportPacket = 188;
    private const byte TransportSync = 0x47;

    // ISO 14496-12: files of these brands hold pictures.
    private static readonly byte[][] s_pictures =
        [.. new[] { "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1", "avif", "avis" }.Select(Ascii)];

    private static readonly (int At, byte[] Bytes)[] s_kinds =
    [
        (0, [0x1A, 0x45, 0xDF, 0xA3]), // Matroska and WebM
        (8, Ascii("AVI ")),
        (0, Ascii("OggS")),
        (0, Ascii("FLV")),
        (0, [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]), // ASF
        (0, [0x00, 0x00, 0x01, 0xBA]), // MPEG programme stream
        (0, [0x00, 0x00, 0x01, 0xB3]), // MPEG video
        (0, [0x06, 0x0E, 0x2B, 0x34]), // MXF
        (0, Ascii("DKIF")), // IVF
        (0, Ascii("nut/multimedia")),
        (0, Ascii("YUV4MPEG2")),
        (4, Ascii("moov")), // QuickTime without a brand
        (4, Ascii("mdat")),
        (4, Ascii("wide")),
    ];

    /// <summary>Whether a file is of a kind that holds clips.</summary>
    /// <param name="file">The file, or its first 400 bytes.</param>
    public static bool IsClip(ReadOnlySpan<byte> file)
    {
        if (Has(file, 4, Ascii("ftyp")))
        {
            ReadOnlySpan<byte> brand = file[8..];
            foreach (byte[] picture in s_pictures)
            {
                if (brand.StartsWith(picture))
                    return false;
            }

            return true;
        }

        foreach ((int at, byte[] bytes) in s_kinds)
        {
            if (Has(file, at, bytes))
                return true;
        }

        return file.Length > 2 * TransportPacket
            && file[0] == TransportSync && file[TransportPacket] == TransportSync
            && file[2 * TransportPacket] == TransportSync;
    }

    private static bool Has(ReadOnlySpan<byte> file, int at, byte[] bytes) =>
        file.Length > at && file[at..].StartsWith(bytes);

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
