using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Impasto.Imaging.Colors;
using Impasto.Imaging.Files;
using Impasto.Imaging.Metadata;
using Impasto.Imaging.Profiles;
using NetVips;

namespace Impasto.Imaging;

/// <summary>Decodes pictures with libvips.</summary>
internal static class VipsPictures
{
    private const string ProfileField = "icc-profile-data";

    // sRGB profiles of different makers differ by less than two levels of 8 bits, other spaces by far more.
    private const int SrgbTolerance = 2 * 257;

    /// <summary>Refuses a picture that is too large.</summary>
    /// <param name="size">Its columns and rows.</param>
    /// <param name="mostPixels">The largest size accepted.</param>
    /// <param name="name">What messages call it.</param>
    public static void RequireSize(PictureSize size, long mostPixels, string name)
    {
        if (size.Pixels <= mostPixels)
            return;
        throw new PictureException(
            $"'{name}' is too large: {size} is {size.Pixels} pixels, and the limit is {mostPixels}.")
        {
            PictureName = name,
            PixelLimit = mostPixels,
        };
    }

    /// <summary>Decodes: upright, in sRGB, with alpha apart; row by row unless a row is needed twice.</summary>
    /// <param name="file">The file.</param>
    /// <param name="image">Its header, opened.</param>
    /// <exception cref="VipsException">It is damaged.</exception>
    public static Picture Decode(PictureFile file, Image image)
    {
        ImageChannels channels = ImageChannels.Of(file, image);
        FileColors colors = FileColors.Read(file, image, channels.Colors);
        bool needsMemory = channels.Alpha is not null || Orientation(image) > 1;
        using Image readable = needsMemory ? image.CopyMemory() : image.Copy();
        using Image upright = readable.Autorot();
        using Image colours = upright.ExtractBand(0, n: channels.Colors);
        float[]? alpha = channels.Alpha is { } band ? Alpha(upright, band) : null;
        List<string> notes = [.. channels.Notes, .. colors.Notes];
        using Image labelled = Labelled(colours, colors.Profile);
        using Image converted = ToSrgb(labelled, notes);
        return new Picture(converted.Width, converted.Height, Planes(converted), alpha)
        {
            Origin = FileMetadata.Read(image, [.. notes.Select(note => $"'{file.Name}': {note}.")]),
        };
    }

    /// <summary>What the header says.</summary>
    public static PictureInfo Describe(PictureFile file, Image image)
    {
        string loader = image.Contains("vips-loader") ? (string)image.Get("vips-loader") : file.Kind?.Name ?? "";
        int end = loader.IndexOf("load", StringComparison.Ordinal);
        ImageChannels channels = ImageChannels.Of(file, image);
        return new PictureInfo
        {
            Format = (end > 0 ? loader[..end] : loader).ToLowerInvariant(),
            Size = new PictureSize(image.Width, image.Height),
            Bits = image.Format switch { Enums.BandFormat.Uchar => 8, Enums.BandFormat.Ushort => 16, _ => 32 },
            ColorSpace = image.Interpretation.ToString().ToLowerInvariant(),
            HasAlpha = channels.Alpha is not null,
            Profile = Profile(image) is { } profile ? IccProfile.Name(profile) : null,
            Orientation = Orientation(image),
            Dpi = FileMetadata.Dpi(image),
            Parameters = image.Contains(RunMetadata.Field)
                ? RunMetadata.Unpack((byte[])image.Get(RunMetadata.Field))
                : null,
        };
    }

    private static int Orientation(Image image) => image.Contains("orientation") ? (int)image.Get("orientation") : 1;

    private static byte[]? Profile(Image image) =>
        image.Contains(ProfileField) ? (byte[])image.Get(ProfileField) : null;

    private static Image Labelled(Image colours, byte[]? profile) => colours.Mutate(header =>
    {
        if (colours.Contains(ProfileField))
            header.Remove(ProfileField);
        if (profile is not null)
            header.Set(GValue.BlobType, ProfileField, profile);
    });

    // Null if the profile is damaged, or if it means sRGB whatever its name: then the values are used unchanged.
    private static Image? ByProfile(Image colours, List<string> notes)
    {
        try
        {
            return colours.Bands is 1 or 3 && MeansSrgb(colours) ? null : Transform(colours);
        }
        catch (VipsException)
        {
            notes.Add("its colour profile can't be used, so its values are taken as they are");
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

    // Floating point is linear light with white at 1, whatever the number of channels.
    private static Image ToSrgb(Image colours, List<string> notes)
    {
        if (IsLinear(colours))
        {
            using Image three = colours.Bands == 1 ? colours.Bandjoin(colours, colours) : colours.Copy();
            using Image linear = three.Copy(interpretation: Enums.Interpretation.Scrgb);
            return linear.Colourspace(Enums.Interpretation.Rgb16);
        }

        using Image whole = Unsigned(colours);
        bool plain = whole.Interpretation
            is Enums.Interpretation.Srgb or Enums.Interpretation.Rgb or Enums.Interpretation.Rgb16
            or Enums.Interpretation.Bw or Enums.Interpretation.Grey16 or Enums.Interpretation.Multiband;
        bool integers = whole.Format is Enums.BandFormat.Uchar or Enums.BandFormat.Ushort;
        if (Profile(whole) is { } profile)
        {
            if (IccProfile.Channels(profile) == whole.Bands)
            {
                if (ByProfile(whole, notes) is { } converted)
                    return converted;
            }
            else if (!IccProfile.Name(profile).Contains("sRGB", StringComparison.OrdinalIgnoreCase))
            {
                notes.Add("its colour profile is for another number of channels, so its values are taken as they are");
            }
        }

        if (plain && integers)
            return whole.Copy();
        return whole.Interpretation == Enums.Interpretation.Cmyk
            ? whole.IccTransform("srgb", inputProfile: "cmyk", intent: Enums.Intent.Relative, depth: 16)
            : whole.Colourspace(Enums.Interpretation.Rgb16);
    }

    private static bool IsLinear(Image image) => image.Format is Enums.BandFormat.Float or Enums.BandFormat.Double
        && image.Interpretation is Enums.Interpretation.Scrgb or Enums.Interpretation.Bw or Enums.Interpretation.Srgb
            or Enums.Interpretation.Rgb or Enums.Interpretation.Grey16 or Enums.Interpretation.Rgb16
            or Enums.Interpretation.Multiband;

    // Whole numbers of 32 bits, and signed ones, as 16 bits; what is below 0 is black.
    private static Image Unsigned(Image image)
    {
        (double scale, bool isOther) = image.Format switch
        {
            Enums.BandFormat.Uint => (ushort.MaxValue / (double)uint.MaxValue, true),
            Enums.BandFormat.Int => (ushort.MaxValue / (double)int.MaxValue, true),
            Enums.BandFormat.Short => (ushort.MaxValue / (double)short.MaxValue, true),
            Enums.BandFormat.Char => (ushort.MaxValue / (double)sbyte.MaxValue, true),
            _ => (1, false),
        };
        if (!isOther || image.Interpretation is Enums.Interpretation.Lab or Enums.Interpretation.Labs)
            return image.Copy();
        using Image scaled = image.Linear([scale], [0.5]);
        using Image words = scaled.Cast(Enums.BandFormat.Ushort);
        return words.Copy(
            interpretation: image.Bands == 1 ? Enums.Interpretation.Grey16 : Enums.Interpretation.Rgb16);
    }

    private static float[] Alpha(Image image, int band)
    {
        using Image alpha = image.ExtractBand(band);
        if (alpha.Format is Enums.BandFormat.Float or Enums.BandFormat.Double)
        {
            using Image floats = alpha.Cast(Enums.BandFormat.Float);
            return Split<float>(floats, channels: 1, value => value >= 0 ? Math.Min(value, 1) : 0);
        }

        using Image whole = Unsigned(alpha);
        return Values(whole, channels: 1);
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
