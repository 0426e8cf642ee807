using System.Buffers.Binary;
using System.Text;

namespace Impasto.Imaging.Profiles;

/// <summary>Reads the name and the number of channels of an ICC profile.</summary>
/// <remarks>
/// Source: ICC.1:2022, 7.2 (header), 7.3 (tag table) and 10.13 (multiLocalizedUnicodeType); ICC.1:2001, 6.5.17
/// (textDescriptionType).
/// </remarks>
internal static class IccProfile
{
    private const int HeaderLength = 128;

    /// <summary>The profile's name; an empty text if the profile is damaged or has none.</summary>
    public static string Name(ReadOnlySpan<byte> profile)
    {
        if (profile.Length < HeaderLength + 4)
            return "";
        uint count = BinaryPrimitives.ReadUInt32BigEndian(profile[HeaderLength..]);
        for (int i = 0; i < Math.Min(count, 100); i++)
        {
            int entry = HeaderLength + 4 + (12 * i);
            if (entry + 12 > profile.Length)
                return "";
            if (!profile.Slice(entry, 4).SequenceEqual("desc"u8))
                continue;
            long start = BinaryPrimitives.ReadUInt32BigEndian(profile[(entry + 4)..]);
            long length = BinaryPrimitives.ReadUInt32BigEndian(profile[(entry + 8)..]);
            return start + length <= profile.Length ? Text(profile.Slice((int)start, (int)length)) : "";
        }

        return "";
    }

    /// <summary>
    /// How many channels the profile is for; 0 where it does not say, or for something that is no picture.
    /// </summary>
    public static int Channels(ReadOnlySpan<byte> profile) => ColorSpace(profile) switch
    {
        "GRAY" => 1,
        "RGB " or "Lab " => 3,
        "CMYK" => 4,
        _ => 0,
    };

    private static string ColorSpace(ReadOnlySpan<byte> profile) =>
        profile.Length < HeaderLength ? "" : Encoding.ASCII.GetString(profile.Slice(16, 4));

    private static string Text(ReadOnlySpan<byte> tag)
    {
        if (tag.Length >= 28 && tag.StartsWith("mluc"u8))
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(tag[20..]);
            long start = BinaryPrimitives.ReadUInt32BigEndian(tag[24..]);
            return Text(tag, start, length, Encoding.BigEndianUnicode);
        }

        if (tag.Length < 12 || !tag.StartsWith("desc"u8))
            return "";
        long characters = BinaryPrimitives.ReadUInt32BigEndian(tag[8..]);
        return Text(tag, 12, characters, Encoding.ASCII);
    }

    private static string Text(ReadOnlySpan<byte> tag, long start, long length, Encoding encoding) =>
        start + length <= tag.Length ? encoding.GetString(tag.Slice((int)start, (int)length)).TrimEnd('\0') : "";
}
