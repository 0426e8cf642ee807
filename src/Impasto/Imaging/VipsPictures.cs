using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Impasto.Imaging.Metadata;
using NetVips;

namespace Impasto.Imaging;

/// <summary>Decodes pictures with libvips.</summary>
internal static class VipsPictures
{
    private const string ProfileField = "icc-profile-data";
    private const string UnknownFormat = "its format is unknown here, or its header is damaged";

    // sRGB profiles of different makers differ by less than two levels of 8 bits, other spaces by far more.
    private const int SrgbTolerance = 2 * 257;

    private static readonly Log.LogDelegate Silence = (_, _, _) => { };

    // The handler is one for the whole process: it belongs to the program, which must ask for it.
    static VipsPictures()
    {
        if (AppContext.TryGetSwitch("Impasto.Imaging.SilenceLibvips", out bool silent) && silent)
            Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, Silence);
    }

    /// <summary>The exception for a picture that can't be read.</summary>
    public static PictureException Unreadable(string name, string why, Exception? failure = null) =>
        new($"'{name}' can't be read: {why}.", failure!) { PictureName = name };

    /// <summary>Reads a file's header; nothing is decoded yet.</summary>
    /// <param name="source">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="mostPixels">The largest size accepted.</param>
    public static Image Open(Source source, string name, long mostPixels)
    {
        Image image = OpenTrusted(source, name);
        PictureSize size = new(image.Width, image.Height);
        if (size.Pixels <= mostPixels)
            return image;
        image.Dispose();
        throw new PictureException(
            $"'{name}' is too large: {size} is {size.Pixels} pixels, and the limit is {mostPixels}.")
        {
            PictureName = name,
            PixelLimit = mostPixels,
        };
    }

    // libvips marks loaders that are not safe for untrusted files. It can block them for the whole process as well;
    // that would take them from other code that uses libvips.
    private static Image OpenTrusted(Source source, string name)
    {
        try
        {
            // The exception takes libvips' message from its buffer, which is one for the whole process.
            string loader = Image.FindLoadSource(source) ?? throw new VipsException("There is no loader.");
            if (!IsTrusted(loader))
                throw Unreadable(name, UnknownFormat);
            return Image.NewFromSource(source, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error);
        }
        catch (VipsException failure)
        {
            throw Unreadable(name, UnknownFormat, failure);
        }
    }

    private static bool IsTrusted(string loader)
    {
        using var operation = Operation.NewFromName(loader);
        return !operation.GetFlags().HasFlag(Enums.OperationFlags.UNTRUSTED);
    }

    /// <summary>Decodes: upright, in sRGB, with alpha apart; row by row unless a row is needed twice.</summary>
    /// <param name="image">What <see cref="Open"/> returned.</param>
    /// <param name="name">What messages call it.</param>
    public static Picture Decode(Image image, string name)
    {
        try
        {
            using Image readable = image.HasAlpha() || Orientation(image) > 1 ? image.CopyMemory() : image.Copy();
            using Image upright = readable.Autorot();
            using Image colours = upright.HasAlpha() ? upright.ExtractBand(0, n: upright.Bands - 1) : upright.Copy();
            float[]? alpha = upright.HasAlpha() ? Alpha(upright) : null;
            using Image converted = ToSrgb(colours);
            if (converted.Bands is not (1 or 3))
                throw Unreadable(name, $"it has {converted.Bands} channels, expected grey or colours");
            return new Picture(converted.Width, converted.Height, Planes(converted), alpha);
        }
        catch (VipsException failure)
        {
            throw Unreadable(name, "it is damaged or cut off", failure);
        }
    }

    /// <summary>What the header says.</summary>
    public static PictureInfo Describe(Image image)
    {
        string loader = image.Contains("vips-loader") ? (string)image.Get("vips-loader") : "";
        int end = loader.IndexOf("load", StringComparison.Ordinal);
        return new PictureInfo
        {
            Format = end > 0 ? loader[..end] : loader,
            Size = new PictureSize(image.Width, image.Height),
            Bits = image.Format switch { Enums.BandFormat.Uchar => 8, Enums.BandFormat.Ushort => 16, _ => 32 },
            ColorSpace = image.Interpretation.ToString().ToLowerInvariant(),
            HasAlpha = image.HasAlpha(),
            Profile = Profile(image) is { } profile ? IccProfile.Name(profile) : null,
            Orientation = Orientation(image),
            Parameters = image.Contains(RunMetadata.Field)
                ? RunMetadata.Unpack((byte[])image.Get(RunMetadata.Field))
                : null,
        };
    }

    private static int Orientation(Image image) => image.Contains("orientation") ? (int)image.Get("orientation") : 1;

    private static byte[]? Profile(Image image) =>
        image.Contains(ProfileField) ? (byte[])image.Get(ProfileField) : null;

    // Null if the profile is damaged, or if it means sRGB whatever its name: then the values are used unchanged.
    private static Image? ByProfile(Image colours)
    {
        try
        {
            return colours.Bands is 1 or 3 && MeansSrgb(colours) ? null : Transform(colours);
        }
        catch (VipsException)
        {
            return null;
        }
    }

    private static bool MeansSrgb(Image colours)
    {
        ushort[] levels = [0, 0x3333, 0x6666, 0x9999, 0xCCCC, 0xFFFF];
        ushort[] grid = [.. levels.SelectMany(r => levels.SelectMany(g => levels.SelectMany(b => new[] { r, g, b })))];
        ushort[] values = colours.Bands == 1 ? levels : grid;
        using Image samples = Image.NewFromMemory(
            values, values.Length / colours.Bands, 1, colours.Bands, Enums.BandFormat.Ushort);
        using Image labelled = samples
            .Copy(interpretation: colours.Bands == 1 ? Enums.Interpretation.Grey16 : Enums.Interpretation.Rgb16)
            .Mutate(header => header.Set(GValue.BlobType, ProfileField, (byte[])colours.Get(ProfileField)));
        using Image converted = Transform(labelled);
        using Image change = converted.Subtract(samples);
        return Math.Max(change.Max(), -change.Min()) <= SrgbTolerance;
    }

    // Sixteen bits: the conversion's own rounding stays invisible.
    private static Image Transform(Image colours) => colours.IccTransform(
        "srgb", embedded: true, intent: Enums.Intent.Relative, blackPointCompensation: true, depth: 16);

    private static Image ToSrgb(Image colours)
    {
        bool plain = colours.Interpretation
            is Enums.Interpretation.Srgb or Enums.Interpretation.Rgb or Enums.Interpretation.Rgb16
            or Enums.Interpretation.Bw or Enums.Interpretation.Grey16;
        bool integers = colours.Format is Enums.BandFormat.Uchar or Enums.BandFormat.Ushort;
        bool fits = Profile(colours) is { } profile && IccProfile.Channels(profile) == colours.Bands;
        if (fits && ByProfile(colours) is { } converted)
            return converted;
        if (plain && integers)
            return colours.Copy();
        return colours.Interpretation == Enums.Interpretation.Cmyk
            ? colours.IccTransform("srgb", inputProfile: "cmyk", intent: Enums.Intent.Relative, depth: 16)
            : colours.Colourspace(Enums.Interpretation.Rgb16);
    }

    private static float[] Alpha(Image image)
    {
        using Image band = image.ExtractBand(image.Bands - 1);
        return Values(band, channels: 1);
    }

    private static float[] Planes(Image image)
    {
        if (image.Bands == 3)
            return Values(image, channels: 3);
        float[] grey = Values(image, channels: 1);
        return [.. grey, .. grey, .. grey];
    }

    private static float[] Values(Image image, int channels)
    {
        if (image.Format == Enums.BandFormat.Uchar)
            return Split<byte>(image, channels, value => value / 255f);
        if (image.Format == Enums.BandFormat.Ushort)
            return Split<ushort>(image, channels, value => value / 65535f);
        using Image floats = image.Cast(Enums.BandFormat.Float);
        float full = image.Interpretation == Enums.Interpretation.Scrgb ? 1 : 255;
        return Split<float>(floats, channels, value => value / full);
    }

    private static float[] Split<T>(Image image, int channels, Func<T, float> convert)
        where T : unmanaged
    {
        int width = image.Width;
        long plane = (long)width * image.Height, start = 0;
        float[] planes = new float[channels * plane];
        byte[] row = new byte[width * channels * Unsafe.SizeOf<T>()];
        int filled = 0;
        using var target = new TargetCustom();
        target.OnWrite += (bytes, length) =>
        {
            for (int taken = 0, more; taken < length; taken += more)
            {
                more = Math.Min(length - taken, row.Length - filled);
                bytes.AsSpan(taken, more).CopyTo(row.AsSpan(filled));
                filled = (filled + more) % row.Length;
                if (filled == 0)
                    Convert();
            }

            return length;
        };
        image.RawsaveTarget(target);
        return planes;

        void Convert()
        {
            ReadOnlySpan<T> interleaved = MemoryMarshal.Cast<byte, T>(row);
            for (int channel = 0; channel < channels; channel++)
            {
                Span<float> values = planes.AsSpan((int)((channel * plane) + start), width);
                for (int i = 0; i < values.Length; i++)
                    values[i] = convert(interleaved[(i * channels) + channel]);
            }

            start += width;
        }
    }
}
