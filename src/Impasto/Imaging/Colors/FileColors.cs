using System.Buffers.Binary;
using Impasto.Imaging.Files;
using Impasto.Imaging.Profiles;
using NetVips;

namespace Impasto.Imaging.Colors;

/// <summary>What a file says about the colours of its values.</summary>
/// <remarks>
/// As browsers do: a PNG file's chunks in their order of precedence (cICP, iCCP, sRGB, gAMA with cHRM); a profile
/// before the codes of an AVIF file; TIFF's colorimetry; then Exif's interoperability index. Source: PNG specification,
/// third edition, 4.3; ITU-T H.273; TIFF 6.0, 20; DCF 2.0 (CIPA DC-009), 2.2 (R03 is Adobe RGB).
/// </remarks>
/// <param name="Profile">An ICC profile of the values; null if they are sRGB.</param>
/// <param name="Notes">What could not be honoured, as clauses.</param>
internal sealed record FileColors(byte[]? Profile, IReadOnlyList<string> Notes)
{
    private const string ProfileField = "icc-profile-data";
    private const int Unspecified = 2;

    // Nearer to 1 / 2.2 than that, a gamma means sRGB. Source: libpng, PNG_GAMMA_THRESHOLD.
    private const double GammaTolerance = 0.05;

    private static readonly FileColors Srgb = new(null, []);

    /// <summary>Reads what a file says.</summary>
    /// <param name="file">The file.</param>
    /// <param name="image">Its header.</param>
    /// <param name="channels">1 for greys, 3 for colours, 4 for inks.</param>
    public static FileColors Read(PictureFile file, Image image, int channels)
    {
        byte[]? embedded = image.Contains(ProfileField) ? (byte[])image.Get(ProfileField) : null;
        if (channels > 3)
            return new FileColors(embedded, []);
        if (file.Kind == FileKind.Png)
            return OfPng(file, embedded, channels) ?? OfExif(image, channels);
        if (embedded is not null)
            return new FileColors(embedded, []);
        using Stream stream = file.OpenRead();
        if (file.Kind == FileKind.Avif && AvifColor.Read(stream) is (int primaries, int curve))
            return OfCodes(primaries, curve, channels);
        return file.Kind == FileKind.Tiff && OfTiff(TiffTags.Read(stream, (file.Page ?? 1) - 1), channels) is { } tiff
            ? tiff
            : OfExif(image, channels);
    }

    private static FileColors? OfPng(PictureFile file, byte[]? embedded, int channels)
    {
        using Stream stream = file.OpenRead();
        var chunks = PngChunks.Read(stream);
        if (chunks.Find("cICP", 4) is { } codes)
            return OfCodes(codes[0], codes[1], channels);
        if (embedded is not null)
            return new FileColors(embedded, []);
        if (chunks.Has("sRGB"))
            return Srgb;
        if (chunks.Find("gAMA", 4) is not { } gamma)
            return null;
        double exponent = BinaryPrimitives.ReadUInt32BigEndian(gamma) / 100_000.0;
        if (exponent is not (> 0.01 and < 100))
            return new FileColors(null, ["its gamma can't be used, so its values are taken as sRGB"]);
        ToneCurve curve = Math.Abs((exponent * 2.2) - 1) < GammaTolerance
            ? ToneCurve.Srgb
            : ToneCurve.Power(1 / exponent);
        return Of(chunks.Find("cHRM", 32) is { } points ? Primaries(points) : Chromaticities.Srgb, curve, channels);
    }

    // White, red, green and blue in hundred-thousandths; sRGB's own, as every program rounds them, are sRGB's.
    private static Chromaticities Primaries(byte[] points)
    {
        double[] values = [.. Enumerable.Range(0, 8).Select(i =>
            BinaryPrimitives.ReadUInt32BigEndian(points.AsSpan(4 * i)) / 100_000.0)];
        return Of(values[2..], values[..2]);
    }

    private static Chromaticities Of(double[] primaries, double[] white)
    {
        var read = new Chromaticities(
            (primaries[0], primaries[1]), (primaries[2], primaries[3]), (primaries[4], primaries[5]),
            (white[0], white[1]));
        return read.IsNear(Chromaticities.Srgb) ? Chromaticities.Srgb : read;
    }

    private static FileColors OfCodes(int primaries, int curve, int channels)
    {
        Chromaticities? points = primaries == Unspecified ? Chromaticities.Srgb : Chromaticities.OfCode(primaries);
        ToneCurve? tones = curve == Unspecified ? ToneCurve.Srgb : ToneCurve.OfCode(curve);
        if (points is null || tones is null)
        {
            return new FileColors(
                null,
                [$"its colours have the codes {primaries} and {curve}, which are unknown here, so its values are taken "
                    + "as sRGB"]);
        }

        FileColors colors = Of(points, tones, channels);
        return ToneCurve.IsHighRange(curve)
            ? colors with { Notes = ["it is a picture of high dynamic range: what is brighter than white is cut off"] }
            : colors;
    }

    private static FileColors? OfTiff(TiffTags tags, int channels)
    {
        if (tags.Find(TiffTags.PrimaryChromaticities) is not { Length: 6 } primaries)
            return null;
        double[] white = tags.Find(TiffTags.WhitePoint) is { Length: 2 } point ? point : [0.3127, 0.3290];
        double[] table = tags.Find(TiffTags.TransferFunction) ?? [];
        int count = table.Length is 3 * 256 or 3 * 65536 ? table.Length / 3 : table.Length;
        return Of(Of(primaries, white), count is 256 or 65536 ? Table(table[..count]) : ToneCurve.Srgb, channels);
    }

    private static ToneCurve Table(double[] table) => new(value =>
        table[(int)Math.Round(Math.Clamp(value, 0, 1) * (table.Length - 1))] / ushort.MaxValue);

    private static FileColors OfExif(Image image, int channels) =>
        image.Contains("exif-ifd4-InteroperabilityIndex")
        && ((string)image.Get("exif-ifd4-InteroperabilityIndex")).StartsWith("R03", StringComparison.Ordinal)
            ? Of(Chromaticities.AdobeRgb, ToneCurve.AdobeRgb, channels)
            : Srgb;

    private static FileColors Of(Chromaticities primaries, ToneCurve curve, int channels)
    {
        var space = new RgbSpace("the file's own", primaries, curve);
        if (space.IsSrgb)
            return Srgb;
        return space.Profile(channels) is { } profile
            ? new FileColors(profile, [])
            : new FileColors(
                null, ["its colours are described by impossible numbers, so its values are taken as sRGB"]);
    }
}
