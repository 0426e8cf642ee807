using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetVips;

namespace Impasto.Imaging;

/// <summary>Turns images of libvips into pictures.</summary>
internal static class VipsPictures
{
    private const string ProfileField = "icc-profile-data";

    // sRGB profiles of different makers differ by less than two levels of 8 bits, other spaces by far more.
    private const int SrgbTolerance = 2 * 257;

    private static readonly Log.LogDelegate Silence = (_, _, _) => { };

    static VipsPictures()
    {
        // Loaders that libvips itself calls unfit for strangers' files.
        NetVips.NetVips.BlockUntrusted = true;
        // It would print its warnings on standard error; what matters comes as an exception.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, Silence);
    }

    /// <summary>Sets libvips up, once; the first use of this class does so too.</summary>
    public static void Prepare()
    {
    }

    /// <summary>Opens a file's header; decoding comes later.</summary>
    /// <param name="source">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="mostPixels">The largest it may be.</param>
    public static Image Open(Source source, string name, long mostPixels)
    {
        try
        {
            Image image = Image.NewFromSource(source, access: Enums.Access.Sequential, failOn: Enums.FailOn.Error);
            long pixels = (long)image.Width * image.Height;
            if (pixels <= mostPixels)
                return image;
            (int width, int height) = (image.Width, image.Height);
            image.Dispose();
            throw new ImpastoException(
                $"'{name}' is too large: {width} x {height} is {pixels} pixels, and the limit is {mostPixels} (--max-pixels).");
        }
        catch (VipsException failure)
        {
            throw new ImpastoException(
                $"'{name}' can't be read: it is no picture in a format that is known here, or its header is damaged.", failure);
        }
    }

    /// <summary>Decodes: upright, in sRGB, with alpha apart; a row after the other as the file gives them, where none is needed twice.</summary>
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
                throw new ImpastoException($"'{name}' can't be read: it has {converted.Bands} channels, expected grey or colours.");
            return new Picture(converted.Width, converted.Height, Planes(converted), alpha);
        }
        catch (VipsException failure)
        {
            throw new ImpastoException($"'{name}' can't be read: it is damaged or cut off.", failure);
        }
    }

    /// <summary>What the header says.</summary>
    public static PictureInfo Describe(Image image)
    {
        string loader = image.Contains("vips-loader") ? (string)image.Get("vips-loader") : "";
        int end = loader.IndexOf("load", StringComparison.Ordinal);
        return new PictureInfo(
            end > 0 ? loader[..end] : loader,
            image.Width,
            image.Height,
            image.Format switch { Enums.BandFormat.Uchar => 8, Enums.BandFormat.Ushort => 16, _ => 32 },
            image.Interpretation.ToString().ToLowerInvariant(),
            image.HasAlpha(),
            Profile(image) is { } profile ? IccProfile.Name(profile) : null,
            Orientation(image),
            image.Contains(RunMetadata.Field) ? RunMetadata.Unpack((byte[])image.Get(RunMetadata.Field)) : null);
    }

    private static int Orientation(Image image) => image.Contains("orientation") ? (int)image.Get("orientation") : 1;

    private static byte[]? Profile(Image image) =>
        image.Contains(ProfileField) ? (byte[])image.Get(ProfileField) : null;

    // Null where the profile is damaged, or means sRGB whatever it is called, so that values can be taken as they are.
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
        ushort[] values = colours.Bands == 1 ? levels : [.. from r in levels from g in levels from b in levels from value in new[] { r, g, b } select value];
        using Image samples = Image.NewFromMemory(values, values.Length / colours.Bands, 1, colours.Bands, Enums.BandFormat.Ushort);
        using Image labelled = samples
            .Copy(interpretation: colours.Bands == 1 ? Enums.Interpretation.Grey16 : Enums.Interpretation.Rgb16)
            .Mutate(header => header.Set(GValue.BlobType, ProfileField, (byte[])colours.Get(ProfileField)));
        using Image converted = Transform(labelled);
        using Image change = converted.Subtract(samples);
        return Math.Max(change.Max(), -change.Min()) <= SrgbTolerance;
    }

    // Sixteen bits, so that the conversion itself rounds nothing that can be seen.
    private static Image Transform(Image colours) => colours.IccTransform(
        "srgb", embedded: true, intent: Enums.Intent.Relative, blackPointCompensation: true, depth: 16);

    private static Image ToSrgb(Image colours)
    {
        bool plain = colours.Interpretation is Enums.Interpretation.Srgb or Enums.Interpretation.Rgb or Enums.Interpretation.Rgb16
            or Enums.Interpretation.Bw or Enums.Interpretation.Grey16;
        bool integers = colours.Format is Enums.BandFormat.Uchar or Enums.BandFormat.Ushort;
        if (Profile(colours) is { } profile && IccProfile.Channels(profile) == colours.Bands && ByProfile(colours) is { } converted)
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
