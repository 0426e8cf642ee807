using System.Numerics;
using Impasto.Imaging.Files;
using NetVips;

namespace Impasto.Imaging;

/// <summary>Opens a file by its kind, and decodes it.</summary>
/// <param name="file">The file.</param>
/// <param name="mostPixels">The largest size accepted.</param>
/// <param name="maxBytes">Most bytes of a file that is read whole.</param>
internal sealed class PictureDecoder(PictureFile file, long mostPixels, long maxBytes) : IDisposable
{
    private const int LargestJpegShrink = 8;

    private static readonly Log.LogDelegate Silence = (_, _, _) => { };

    private static readonly string Supported = string.Join(", ", PictureFormat.All.Select(format => format.Name));

    private readonly List<string> _notes = [];

    // The size that the file has decides, not that of a step on the way.
    private (int? Side, bool IsKnown) _needed;

    // libvips reads while it decodes: a source must outlive its image.
    private readonly List<Source> _sources = [];

    // The handler is one for the whole process: it belongs to the program, which must ask for it.
    static PictureDecoder()
    {
        if (AppContext.TryGetSwitch("Impasto.Imaging.SilenceLibvips", out bool silent) && silent)
            Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, Silence);
    }

    /// <summary>Longer side of a drawing (SVG); null (the default) for its own size.</summary>
    public int? VectorSide { get; init; }

    /// <summary>Longer side that is needed of a picture of some size; null for all. Default: all.</summary>
    public Func<PictureSize, int?> NeededSide { get; init; } = _ => null;

    /// <summary>Decodes the pixels.</summary>
    /// <exception cref="PictureException">It can't be read, or is too large.</exception>
    public Picture Decode()
    {
        Picture picture = file.Kind == FileKind.Jpeg ? DecodeJpeg() : Decode(file, Enums.FailOn.Error);
        return _notes.Count == 0 ? picture : new Picture(picture.Width, picture.Height, picture.Pixels, picture.Alpha)
        {
            Origin = picture.Origin! with { Notes = [.. _notes, .. picture.Origin.Notes] },
        };
    }

    /// <summary>Reads the header.</summary>
    /// <exception cref="PictureException">It can't be read, or is too large.</exception>
    public PictureInfo Describe()
    {
        using Image image = Open(file, Enums.FailOn.Error, isHeader: true);
        try
        {
            return VipsPictures.Describe(file, image) with { Pages = Pages(image) };
        }
        catch (VipsException failure)
        {
            throw Damaged(failure);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        foreach (Source source in _sources)
            source.Dispose();
    }

    // A file of another kind, or a text, could make libvips choose a loader that is not for untrusted files.
    private Image Open(PictureFile from, Enums.FailOn failOn, bool isHeader = false)
    {
        if (from.Kind is not { IsRead: true } kind)
        {
            throw PictureFile.Unreadable(file.Name, from.Kind is { } other
                ? $"it is {other.Phrase}, which is not supported here; supported are {Supported}"
                : $"its format is unknown here, or its header is damaged; supported are {Supported}");
        }

        try
        {
            Image image = kind == FileKind.Bmp ? OpenBmp(isHeader)
                : kind == FileKind.Netpbm ? OpenNetpbm(isHeader)
                : kind == FileKind.Svg ? OpenDrawing()
                : OpenVips(from, failOn);
            VipsPictures.RequireSize(new PictureSize(image.Width, image.Height), mostPixels, file.Name);
            return image;
        }
        catch (Exception failure) when (failure is VipsException or InvalidDataException)
        {
            RefuseDeepTiff();
            throw Damaged(failure);
        }
    }

    private PictureException Damaged(Exception failure) =>
        PictureFile.Unreadable(file.Name, "it is damaged or cut off", failure);

    private Picture Decode(PictureFile from, Enums.FailOn failOn)
    {
        using Image image = Open(from, failOn);
        try
        {
            using Image small = Smaller(image);
            Picture picture = VipsPictures.Decode(from, small);
            NotePages(image);
            return picture;
        }
        catch (VipsException failure)
        {
            throw Damaged(failure);
        }
    }

    // The loader warns of a missing end as of missing pixels: with the end added, a warning means missing pixels.
    private Picture DecodeJpeg()
    {
        try
        {
            return Decode(file, Enums.FailOn.Warning);
        }
        catch (PictureException failure) when (failure.InnerException is VipsException { Message: var reason })
        {
            if (reason.Contains("premature end of data segment", StringComparison.OrdinalIgnoreCase))
                throw;
            if (!reason.Contains("premature end of JPEG", StringComparison.OrdinalIgnoreCase))
                return Decode(file, Enums.FailOn.Error);
        }

        byte[] bytes = file.ReadAll(maxBytes);
        int length = bytes[^1] == 0xFF ? bytes.Length - 1 : bytes.Length;
        var ended = PictureFile.Of([.. bytes[..length], 0xFF, 0xD9], file.Name, file.Page);
        Picture picture = Decode(ended, Enums.FailOn.Warning);
        _notes.Add($"'{file.Name}': its end marker is missing, and the picture is complete.");
        return picture;
    }

    private Image OpenVips(PictureFile from, Enums.FailOn failOn)
    {
        Source source = Opened(from);
        // The exception takes libvips' message from its buffer, which is one for the whole process.
        string loader = Image.FindLoadSource(source) ?? throw new VipsException("There is no loader.");
        using (var operation = Operation.NewFromName(loader))
        {
            if (operation.GetFlags().HasFlag(Enums.OperationFlags.UNTRUSTED))
                throw new VipsException("The loader is not for untrusted files.");
        }

        Image first = Image.NewFromSource(source, access: Enums.Access.Sequential, failOn: failOn);
        var options = new VOption();
        if (file.Page is { } page && page > 1)
        {
            RequirePage(page, Pages(first));
            options.Add("page", page - 1);
        }

        VipsPictures.RequireSize(new PictureSize(first.Width, first.Height), mostPixels, file.Name);
        int factor = Factor(first);
        if (from.Kind == FileKind.Jpeg && factor > 1)
            options.Add("shrink", 1 << BitOperations.Log2((uint)Math.Min(factor, LargestJpegShrink)));
        else if (from.Kind == FileKind.Webp && factor > 1)
            options.Add("scale", 1.0 / factor);
        if (options.Count == 0)
            return first;
        first.Dispose();
        return Image.NewFromSource(
            Opened(from), access: Enums.Access.Sequential, failOn: failOn, kwargs: options);
    }

    private Source Opened(PictureFile from)
    {
        _sources.Add(from.ToSource());
        return _sources[^1];
    }

    // How many times smaller the picture may become: a thin one keeps a line of pixels.
    private int Factor(Image image)
    {
        if (!_needed.IsKnown)
            _needed = (NeededSide(new PictureSize(image.Width, image.Height)), true);
        return _needed.Side is { } side
            ? Math.Clamp(
                Math.Max(image.Width, image.Height) / Math.Max(1, side), 1, Math.Min(image.Width, image.Height))
            : 1;
    }

    // Means of blocks, row after row; colours are weighted by alpha if there is any.
    private Image Smaller(Image image)
    {
        int factor = Factor(image);
        if (factor == 1 || image.Interpretation is Enums.Interpretation.Lab or Enums.Interpretation.Labs)
            return image.Copy();
        if (!image.HasAlpha())
            return image.Shrink(factor, factor);
        using Image weighted = image.Premultiply();
        using Image small = weighted.Shrink(factor, factor);
        using Image colours = small.Unpremultiply();
        return colours.Cast(image.Format);
    }

    private void RequirePage(int page, int pages)
    {
        if (page > pages)
        {
            throw PictureFile.Unreadable(
                file.Name, pages == 1 ? $"it has no page {page}, only one" : $"it has no page {page}, only {pages}");
        }
    }

    private static int Pages(Image image) => image.Contains("n-pages") ? (int)image.Get("n-pages") : 1;

    private void NotePages(Image image)
    {
        int pages = Pages(image);
        if (pages > 1 && file.Page is null)
        {
            string what = file.Kind == FileKind.Tiff ? "pages" : "frames";
            _notes.Add($"'{file.Name}' has {pages} {what}: the first one is read; '{file.Name}#page=2' is the next.");
        }
        else if (file.Kind == FileKind.Png)
        {
            using Stream stream = file.OpenRead();
            int frames = PngChunks.Read(stream).Frames;
            if (frames > 1)
                _notes.Add($"'{file.Name}' is an animation of {frames} frames: only its still picture is read.");
        }
    }

    private Image OpenBmp(bool isHeader)
    {
        var bitmap = BmpFile.Open(file.ReadAll(maxBytes));
        VipsPictures.RequireSize(new PictureSize(bitmap.Width, bitmap.Height), mostPixels, file.Name);
        return ToImage(isHeader ? bitmap.Header() : bitmap.Read());
    }

    private Image OpenNetpbm(bool isHeader)
    {
        var pixels = NetpbmFile.Open(file.ReadAll(maxBytes));
        VipsPictures.RequireSize(new PictureSize(pixels.Width, pixels.Height), mostPixels, file.Name);
        return ToImage(isHeader ? pixels.Header() : pixels.Read());
    }

    private static Image ToImage(RawPixels pixels)
    {
        (Image image, Enums.Interpretation grey, Enums.Interpretation colour) = pixels.Values switch
        {
            byte[] bytes => (New(bytes, Enums.BandFormat.Uchar), Enums.Interpretation.Bw, Enums.Interpretation.Srgb),
            ushort[] words =>
                (New(words, Enums.BandFormat.Ushort), Enums.Interpretation.Grey16, Enums.Interpretation.Rgb16),
            _ => (New((float[])pixels.Values, Enums.BandFormat.Float),
                Enums.Interpretation.Bw, Enums.Interpretation.Scrgb),
        };
        using (image)
        {
            using Image named = image.Copy(
                interpretation: pixels.Channels <= 2 ? grey : colour,
                xres: pixels.Resolution?.X,
                yres: pixels.Resolution?.Y);
            return named.Mutate(header =>
            {
                if (pixels.Profile is { } profile)
                    header.Set(GValue.BlobType, "icc-profile-data", profile);
            });
        }

        Image New<T>(T[] values, Enums.BandFormat format)
            where T : unmanaged
        {
            if (values.Length > 0)
                return Image.NewFromMemory(values, pixels.Width, pixels.Height, pixels.Channels, format);
            // A header only: libvips makes black pixels when they are asked for, and nobody asks.
            using Image black = Image.Black(pixels.Width, pixels.Height, pixels.Channels);
            return black.Cast(format);
        }
    }

    // librsvg, which libvips contains, loads nothing from files or the network for a drawing without an address.
    private Image OpenDrawing()
    {
        byte[] bytes = file.ReadAll(maxBytes);
        if (SvgDashes.AreTooFine(bytes))
            throw PictureFile.Unreadable(file.Name, "its dashes are too fine for its lines, which would take too long");
        using Image own = Image.SvgloadBuffer(bytes);
        if (VectorSide is not { } side)
            return own.Copy();
        double scale = (double)side / Math.Max(own.Width, own.Height);
        VipsPictures.RequireSize(
            new PictureSize((int)Math.Ceiling(own.Width * scale), (int)Math.Ceiling(own.Height * scale)),
            mostPixels,
            file.Name);
        return Image.SvgloadBuffer(bytes, scale: scale);
    }

    // libvips has no sentence for them.
    private void RefuseDeepTiff()
    {
        if (file.Kind != FileKind.Tiff)
            return;
        using Stream stream = file.OpenRead();
        double[] bits = TiffTags.Read(stream, (file.Page ?? 1) - 1).Find(TiffTags.BitsPerSample) ?? [];
        if (Array.Exists(bits, value => value > 32))
            throw PictureFile.Unreadable(file.Name, $"it has {bits[0]} bits a channel; supported are up to 32");
    }
}
