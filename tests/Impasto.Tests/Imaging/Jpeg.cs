namespace Impasto.Tests.Imaging;

/// <summary>Looks into JPEG files. Source: ITU-T T.81, annex B.</summary>
internal static class Jpeg
{
    /// <summary>Where the first segment of that marker begins: FF, marker, two bytes of length, content.</summary>
    public static int Find(byte[] file, byte marker)
    {
        for (int at = 2; at + 4 <= file.Length && file[at] == 0xFF;)
        {
            if (file[at + 1] == marker)
                return at;
            at += 2 + (file[at + 2] << 8) + file[at + 3];
        }

        throw new InvalidDataException($"There is no marker {marker:x2}.");
    }
}
