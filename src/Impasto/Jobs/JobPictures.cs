using System.Security.Cryptography;
using Impasto.Imaging;
using Impasto.Imaging.Files;
using Impasto.Objectives;
using Impasto.Records;

namespace Impasto.Jobs;

/// <summary>Reads the pictures of jobs from files, pipes, addresses and standard input, with their hashes.</summary>
/// <param name="reader">Reads the pictures.</param>
/// <param name="folder">Folder to which relative paths belong; empty (the default) for the current one.</param>
/// <param name="hash">Hashes a file, for callers that know its hash already; null (the default) reads the file.</param>
public sealed class JobPictures(PictureReader reader, string folder = "", Func<string, string?>? hash = null)
{
    // Pictures of up to twice this many times the size are read whole: means of few pixels would change the result.
    private const int Ample = 4;

    /// <summary>
    /// A reader for a picture of a run: drawings are made at the size of the recipe, and a photograph or painting of at
    /// least 8 times that size is made smaller while it is decoded, to 4 times the size or more. That takes the memory
    /// of what the run needs, and does not change the size of its result.
    /// </summary>
    /// <param name="record">The run.</param>
    /// <param name="picture">
    /// One of its pictures. Masks are read as they are, since their colours may be names; so is a painting whose
    /// rectangle counts, since that is given in its pixels.
    /// </param>
    /// <param name="limits">How large a picture may be; null takes the defaults.</param>
    /// <param name="standardInput">What the source - means; null if there is none.</param>
    /// <param name="handler">Sends http requests; null creates one.</param>
    public static PictureReader Reader(
        RunRecord record,
        RecordedPicture picture,
        PictureLimits? limits = null,
        Stream? standardInput = null,
        HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        bool isWhole = record.Masks.Any(mask => mask.Picture == picture)
            || record.Styles.Concat(record.Regions.SelectMany(region => region.Styles))
                .Any(style => style.Area is not null && style.Picture == picture);
        return new PictureReader(limits, standardInput, handler)
        {
            VectorSide = record.Options.VectorSide,
            NeededSideOf = size => isWhole ? null : NeededSide(record.Options, size),
        };
    }

    /// <summary>Reads a picture.</summary>
    /// <param name="name">A path, an http(s) address, or - for standard input.</param>
    /// <param name="cancellation">Ends a download, or the wait for standard input.</param>
    /// <exception cref="PictureException">It can't be fetched or read, or exceeds the limits.</exception>
    public async Task<LoadedPicture> ReadAsync(string name, CancellationToken cancellation)
    {
        string path = IsPath(name) ? Path.Combine(folder, name) : name;
        if (await reader.FetchAsync(path, cancellation) is { } bytes)
            return Decode(bytes, name);
        string file = PicturePage.Of(path).Source;
        Task<string?> hashing = Task.Run(() => (hash ?? HashOf)(file), CancellationToken.None);
        Picture picture = await reader.ReadAsync(path, cancellation);
        return new LoadedPicture(picture, await hashing);
    }

    /// <summary>Reads a picture whose file was fetched before.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="PictureException">It can't be read, or exceeds the limits.</exception>
    public LoadedPicture Decode(byte[] bytes, string name) =>
        new(reader.Decode(bytes, name), HashOf(bytes)) { Bytes = bytes };

    /// <summary>
    /// The paintings and the regions of a run whose photograph is read elsewhere, such as the frames of a clip.
    /// </summary>
    /// <param name="record">The run.</param>
    /// <param name="limits">How large a picture may be; null takes the defaults.</param>
    /// <param name="handler">Sends http requests; null creates one.</param>
    /// <param name="cancellation">Ends a download.</param>
    /// <exception cref="InvalidOptionsException">A rectangle does not lie inside its painting.</exception>
    /// <exception cref="PictureException">A picture can't be fetched or read, or exceeds the limits.</exception>
    public static async Task<(IReadOnlyList<WeightedStyle> Styles, IReadOnlyList<StylizeRegion> Regions)>
        ReadPartsAsync(
            RunRecord record,
            PictureLimits? limits = null,
            HttpMessageHandler? handler = null,
            CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        RunRecord parts = record with { Content = null, Start = null };
        Dictionary<RecordedPicture, Picture> read = [];
        List<RecordedPicture> named = [];
        _ = parts.WithPictures(picture =>
        {
            named.Add(picture);
            return picture;
        });
        foreach (RecordedPicture picture in named.Distinct())
        {
            var reader = new JobPictures(Reader(record, picture, limits, handler: handler));
            read[picture] = (await reader.ReadAsync(picture.Name, cancellation)).Picture;
        }

        StylizeTask task = new RecordedTask(parts, read).Create();
        return (task.Styles, task.Regions);
    }

    // Recipes that resize as another program does read every pixel, as that program does.
    private static int? NeededSide(StylizeOptions options, PictureSize size)
    {
        if (options.VectorSide is not { } side || options.Sizing.Resize != ResizeMode.Smooth)
            return null;
        int? needed = null;
        for (int factor = 2; size.Shorter / factor >= (long)Ample * side; factor *= 2)
        {
            // What is left over at the edge may be a pixel more or not.
            bool isSame = options.ResultSize(Part(0)) == options.ResultSize(size)
                && options.ResultSize(Part(factor - 1)) == options.ResultSize(size);
            if (isSame)
                needed = size.Longer / factor;

            PictureSize Part(int more) => new((size.Width + more) / factor, (size.Height + more) / factor);
        }

        return needed;
    }

    // Anything but standard input and addresses; a name with a colon may be a file's.
    private static bool IsPath(string name) => PicturePage.Of(name).Source != "-"
        && !name.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>The task of a run, without checkpoint and plan.</summary>
    /// <param name="record">The run.</param>
    /// <param name="pictures">Its pictures: all of <see cref="RunRecord.Pictures"/>.</param>
    /// <exception cref="InvalidOptionsException">A rectangle does not lie inside its painting.</exception>
    public static StylizeTask TaskOf(RunRecord record, IReadOnlyDictionary<RecordedPicture, Picture> pictures) =>
        new RecordedTask(record, pictures).Create();

    /// <summary>
    /// The share of the result that each region of a run gets, 0 to 1, in the order of the record; where regions
    /// overlap, the first one counts. Only masks are read.
    /// </summary>
    /// <param name="record">The run.</param>
    /// <param name="size">The result's size.</param>
    /// <param name="cancellation">Ends a download.</param>
    /// <exception cref="PictureException">A mask can't be fetched or read, or exceeds the limits.</exception>
    public async Task<IReadOnlyList<double>> RegionSharesAsync(
        RunRecord record, PictureSize size, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        List<StylizeRegion> regions = [];
        foreach (RecordedMask mask in record.Regions.Select(region => region.Mask))
        {
            LoadedPicture read = await ReadAsync(mask.Picture.Name, cancellation);
            regions.Add(new StylizeRegion(mask.ToMask(read.Picture, record.Masks), []));
        }

        return RegionPlan.Shares(regions, size);
    }

    /// <summary>SHA-256 of a file's content in hexadecimal.</summary>
    /// <param name="bytes">The content.</param>
    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>SHA-256 of a file in hexadecimal; null if it can't be read.</summary>
    /// <param name="path">The file.</param>
    public static string? HashOf(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
