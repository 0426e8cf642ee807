using Impasto.Imaging;
using Impasto.Jobs;
using Impasto.Records;
using Impasto.Studio.Answers;
using Impasto.Studio.Budgets;

namespace Impasto.Studio.Runs;

/// <summary>Decodes and encodes picture files in memory.</summary>
internal sealed class PictureFiles(StudioSettings settings)
{
    private const string ResultName = "result";
    private const int ResultQuality = 95;
    private const int ViewQuality = 88;

    // Cards of the gallery, on screens with two pixels for one.
    private const int LongestThumbnail = 480;

    // Requests that decode less at once leave no heap that is worth a collection.
    private const long WorthGivingBack = 10_000_000;

    // Some decoders hold all pixels of a picture, 50 million of them 200 MB.
    private readonly PixelBudget _budget = new(
        2 * settings.Limits.MaxPixels, Math.Max(2, Environment.ProcessorCount), settings.Clock);

    private long _decoded;

    // What the studio has written itself.
    private static PictureLimits OwnLimits => new() { MaxPixels = PictureLimits.MostPixels, MaxBytes = long.MaxValue };

    private PictureLimits Limits => new() { MaxPixels = settings.Limits.MaxPixels };

    /// <summary>
    /// Does work for a request that decodes pictures, one after the other. Their pixels are counted before, so that
    /// memory does not depend on the number of requests; what is left of them is given back after the last one.
    /// </summary>
    /// <param name="pixels">Pixels of the largest picture.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Ends the waiting for a turn.</param>
    /// <exception cref="StudioProblem">Too many requests wait for their turn: 429.</exception>
    public async Task<T> InTurnAsync<T>(long pixels, Func<Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            using IDisposable turn = await _budget.TakeAsync(pixels, cancellation);
            Interlocked.Add(ref _decoded, pixels);
            return await work();
        }
        finally
        {
            if (_budget.Used == 0 && Interlocked.Exchange(ref _decoded, 0) >= WorthGivingBack)
                _ = Task.Run(LargeHeap.GiveBack, CancellationToken.None);
        }
    }

    /// <summary>
    /// Pixels of the largest of some uploaded files, as their headers say; 0 for one that is no picture, which nothing
    /// decodes.
    /// </summary>
    public long MostPixels(IEnumerable<byte[]> files) => files.Max(file =>
    {
        try
        {
            PictureSize size = SizeOf(file, ResultName);
            return (long)size.Width * size.Height;
        }
        catch (ImpastoException)
        {
            return 0;
        }
    });

    /// <summary>Decodes an uploaded picture, within the limits.</summary>
    /// <param name="bytes">Its file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="needed">
    /// Pixels of the longer side that are needed, so that less memory is taken; null for all.
    /// </param>
    /// <exception cref="ImpastoException">It is no picture, damaged or too large.</exception>
    public Picture Decode(byte[] bytes, string name, int? needed = null) =>
        new PictureReader(Limits) { NeededSide = needed }.Decode(bytes, name);

    /// <summary>Decodes a picture of a run, within the limits, and not larger than the run needs.</summary>
    /// <param name="bytes">Its file.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="record">The run.</param>
    /// <exception cref="ImpastoException">It is no picture, damaged or too large.</exception>
    public Picture Decode(byte[] bytes, RecordedPicture picture, RunRecord record) =>
        JobPictures.Reader(record, picture, Limits).Decode(bytes, picture.Name);

    /// <summary>Columns and rows of an uploaded picture, within the limits; nothing is decoded.</summary>
    /// <exception cref="ImpastoException">It is no picture, or too large.</exception>
    public PictureSize SizeOf(byte[] bytes, string name) => InfoOf(bytes, name).UprightSize;

    /// <summary>What the header of an uploaded picture says, within the limits; nothing is decoded.</summary>
    /// <exception cref="ImpastoException">It is no picture, or too large.</exception>
    public PictureInfo InfoOf(byte[] bytes, string name) =>
        new PictureReader(Limits).ReadInfo(new MemoryStream(bytes, writable: false), name);

    /// <summary>
    /// The run that made a picture, as its file describes it; null if Impasto did not write it. Nothing is decoded.
    /// </summary>
    /// <exception cref="ImpastoException">It is no picture.</exception>
    public static string? ParametersOf(byte[] bytes, string name) =>
        new PictureReader(OwnLimits).ReadInfo(new MemoryStream(bytes, writable: false), name).Parameters;

    /// <summary>
    /// Decodes an uploaded picture to look at, as JPEG: all of it, with the memory of the view only.
    /// </summary>
    /// <param name="bytes">Its file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="longest">Most pixels of the view's longer side.</param>
    /// <exception cref="ImpastoException">It is no picture, damaged or too large.</exception>
    public byte[] View(byte[] bytes, string name, int longest) =>
        View(new PictureReader(Limits) { NeededSide = longest }.Decode(bytes, name), longest);

    /// <summary>Decodes an uploaded picture as a card of the gallery would show it: a small JPEG.</summary>
    /// <exception cref="ImpastoException">It is no picture, damaged or too large.</exception>
    public byte[] Thumbnail(byte[] bytes, string name) => View(bytes, name, LongestThumbnail);

    /// <summary>Decodes a picture that the studio made, as a card of the gallery shows it: a small JPEG.</summary>
    /// <param name="bytes">Its file.</param>
    public static byte[] Thumbnail(byte[] bytes) =>
        Thumbnail(new PictureReader(OwnLimits) { NeededSide = LongestThumbnail }.Decode(bytes, ResultName));

    /// <summary>A picture as a card of the gallery shows it: a small JPEG.</summary>
    public static byte[] Thumbnail(Picture picture) => View(picture, LongestThumbnail);

    /// <summary>Encodes a result.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="format">The format; TIFF gets 16 bits a channel.</param>
    /// <param name="record">The run that made it, described inside the file.</param>
    /// <exception cref="PictureException">The format can't hold the picture or the record.</exception>
    public static byte[] Encode(Picture picture, PictureFormat format, RunRecord record) => PictureWriter.Encode(
        picture, format, PictureFileTarget.Writing(record) with { Quality = ResultQuality });

    /// <summary>Makes another file of a result, with the description that its file has.</summary>
    /// <param name="bytes">The stored file.</param>
    /// <param name="format">The format.</param>
    /// <param name="quality">Of a JPEG or WebP, 1 to 100; null for the usual one.</param>
    /// <param name="dpi">Dots an inch that it states; null for those of the stored file.</param>
    /// <exception cref="PictureException">The format can't hold the picture.</exception>
    public static byte[] Encode(byte[] bytes, PictureFormat format, int? quality, double? dpi)
    {
        var reader = new PictureReader(OwnLimits);
        PictureInfo info = reader.ReadInfo(new MemoryStream(bytes, writable: false), ResultName);
        return PictureWriter.Encode(reader.Decode(bytes, ResultName), format, new PictureWriteOptions
        {
            Quality = quality ?? ResultQuality,
            Dpi = dpi,
            Parameters = info.Parameters,
        });
    }

    /// <summary>Encodes a picture to look at, as JPEG.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="longest">Most pixels of its longer side; a larger picture is made smaller.</param>
    public static byte[] View(Picture picture, int longest) => PictureWriter.Encode(
        Sized(picture, longest), PictureFormat.Jpeg, new PictureWriteOptions { Quality = ViewQuality });

    /// <summary>A picture as it is shown: made smaller if its longer side has more pixels than this.</summary>
    public static Picture Sized(Picture picture, int longest)
    {
        double factor = Math.Min(1, longest / (double)picture.Size.Longer);
        return factor < 1 ? Resampler.Resize(picture, Scaled(picture.Width), Scaled(picture.Height)) : picture;

        int Scaled(int side) => Math.Max(1, (int)Math.Round(side * factor));
    }
}
