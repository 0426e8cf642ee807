using NetVips;

namespace Impasto.Imaging;

/// <summary>Turns images of libvips into pictures.</summary>
internal static class VipsPictures
{
    // Loaders that libvips itself calls unfit for strangers' files.
    static VipsPictures() => NetVips.NetVips.BlockUntrusted = true;

    /// <summary>Opens a file's header; decoding comes later.</summary>
    /// <param name="source">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="limits">What it may ask for.</param>
    public static Image Open(Source source, string name, PictureLimits limits)
    {
        try
        {
            Image image = Image.NewFromSource(source, failOn: Enums.FailOn.Error);
            long pixels = (long)image.Width * image.Height;
            if (pixels <= limits.MaxPixels)
                return image;
            (int width, int height) = (image.Width, image.Height);
            image.Dispose();
            throw new ImpastoException(
                $"'{name}' is too large: {width} x {height} is {pixels} pixels, and the limit is {limits.MaxPixels} (--max-pixels).");
        }
        catch (VipsException failure)
        {
            throw new ImpastoException(
                $"'{name}' can't be read: it is no picture in a format that is known here, or its header is damaged.", failure);
        }
    }

    /// <summary>Decodes: upright, in sRGB, with alpha apart.</summary>
    public static Picture Decode(Image image, string name)
    {
        try
        {
            using Image upright = image.Autorot();
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
            image.Contains("orientation") ? (int)image.Get("orientation") : 1,
            image.Contains(RunMetadata.Field) ? RunMetadata.Unpack((byte[])image.Get(RunMetadata.Field)) : null);
    }

    private static byte[]? Profile(Image image) =>
        image.Contains("icc-profile-data") ? (byte[])image.Get("icc-profile-data") : null;

    private static Image ToSrgb(Image colours)
    {
        byte[]? profile = Profile(colours);
        bool plain = colours.Interpretation is Enums.Interpretation.Srgb or Enums.Interpretation.Rgb or Enums.Interpretation.Rgb16
            or Enums.Interpretation.Bw or Enums.Interpretation.Grey16;
        bool integers = colours.Format is Enums.BandFormat.Uchar or Enums.BandFormat.Ushort;
        if (profile is not null && !IccProfile.IsSrgb(profile))
        {
            // Sixteen bits, so that the conversion itself rounds nothing that can be seen.
            return colours.IccTransform(
                "srgb", embedded: true, intent: Enums.Intent.Relative, blackPointCompensation: true, depth: 16);
        }

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
            return Split(image.WriteToMemory<byte>(), channels, value => value / 255f);
        if (image.Format == Enums.BandFormat.Ushort)
            return Split(image.WriteToMemory<ushort>(), channels, value => value / 65535f);
        using Image floats = image.Cast(Enums.BandFormat.Float);
        float full = image.Interpretation == Enums.Interpretation.Scrgb ? 1 : 255;
        return Split(floats.WriteToMemory<float>(), channels, value => value / full);
    }

    private static float[] Split<T>(T[] interleaved, int channels, Func<T, float> convert)
    {
        float[] planes = new float[interleaved.Length];
        int plane = planes.Length / channels;
        Parallel.For(0, channels, channel =>
        {
            for (int i = 0; i < plane; i++)
                planes[(channel * plane) + i] = convert(interleaved[(i * channels) + channel]);
        });
        return planes;
    }
}
