using Impasto.Imaging;
using Impasto.Jobs;
using Impasto.Losses;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Records;

namespace Impasto;

/// <summary>One picture, from its record to its file: the command line, batches and the studio all run this.</summary>
/// <remarks>
/// <see cref="PrepareAsync"/> checks the target and the limits, reads the pictures and makes the plan;
/// <see cref="PreparedPainting.RunAsync"/> makes the picture and writes it. Nothing is computed for a result that can't
/// be written, and a finished picture is never lost: it is in the result even if writing fails.
/// </remarks>
/// <param name="stylizers">Gives the stylizer; the network may be loaded for this job.</param>
/// <param name="record">
/// The run. If the hash of its weights is given, other weights are refused; if that of a picture is given, another
/// picture is noted in the result.
/// </param>
public sealed class PaintingJob(StylizerPool stylizers, RunRecord record)
{

    /// <summary>Reads a picture by its name. Default: from files and http(s) addresses.</summary>
    public Func<RecordedPicture, CancellationToken, Task<LoadedPicture>> Read { get; init; } =
        (picture, cancellation) => new JobPictures(JobPictures.Reader(record, picture))
            .ReadAsync(picture.Name, cancellation);

    /// <summary>Where the result goes.</summary>
    public required IPictureTarget Target { get; init; }

    /// <summary>Most pixels of the result. Default: that of <see cref="PictureLimits.MaxPixels"/>.</summary>
    public long MaxPixels { get; init; } = new PictureLimits().MaxPixels;

    /// <summary>
    /// Where the state is kept; null (the default) keeps none. Its record and the pictures that can't be read again are
    /// added.
    /// </summary>
    public CheckpointTarget? Checkpoint { get; init; }

    /// <summary>The state to continue from; null (the default) starts from the beginning.</summary>
    public StylizeCheckpoint? From { get; init; }

    /// <summary>See <see cref="StylizeTask.MayDiffer"/>. Default: false.</summary>
    public bool MayDiffer { get; init; }

    /// <summary>
    /// See <see cref="StylizeTask.TimeLimit"/>; the record of the result has the steps that were taken. Default: none.
    /// </summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>See <see cref="StylizeTask.ExtraTerms"/>. Default: none.</summary>
    public IReadOnlyList<ILossTerm> ExtraTerms { get; init; } = [];

    /// <summary>Decides after the run whether its picture is written. Default: always, also a picture so far.</summary>
    public Func<StylizeResult, Task<bool>> WriteWhen { get; init; } = _ => Task.FromResult(true);

    /// <summary>The engine that made the picture of the record before; empty for none.</summary>
    internal string MadeWith => record.Engine;

    /// <summary>Checks, reads and plans; computes nothing.</summary>
    /// <param name="cancellation">Ends the reading of pictures.</param>
    /// <exception cref="InvalidOptionsException">Options are invalid, or contradict the pictures.</exception>
    /// <exception cref="PictureException">A picture can't be read, or the result is too large.</exception>
    /// <exception cref="FileException">The target can't be written.</exception>
    /// <exception cref="WeightsException">The weights are missing, or are not those of the record.</exception>
    /// <exception cref="DeviceException">The device can't be used.</exception>
    /// <exception cref="MemoryException">The run does not fit into memory.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public async Task<PreparedPainting> PrepareAsync(CancellationToken cancellation = default)
    {
        Target.Check(record, null);
        // Network and pictures are read at the same time: either takes a tenth of a second.
        Task<RentedStylizer> renting = Task.Run(
            () => stylizers.Rent(VggLayers.Deepest(record.Options.Losses.UsedLayers)), CancellationToken.None);
        try
        {
            Dictionary<RecordedPicture, LoadedPicture> pictures = await ReadAsync(cancellation);
            StylizeTask task = new RecordedTask(
                record, pictures.ToDictionary(pair => pair.Key, pair => pair.Value.Picture)).Create().Framed();
            PictureSize size = record.Options.ResultSize(task.Content.Size);
            RequireRoom(size);
            RentedStylizer rented = await renting;
            RunRecord complete = Complete(pictures, rented);
            Target.Check(complete, size);
            task = task with
            {
                ExtraTerms = ExtraTerms,
                TimeLimit = TimeLimit,
                From = From,
                MayDiffer = MayDiffer,
                Checkpoint = Checkpoint is null ? null : Checkpoint with
                {
                    Record = complete,
                    Attachments = Attachments(pictures),
                },
            };
            task = task with { Plan = rented.Stylizer.Plan(task) };
            return new PreparedPainting(this, rented, task, complete)
            {
                Notes =
                [
                    .. OtherColors(), .. Changed(pictures), .. NotesOf(pictures), .. NotesOf(rented.Network),
                    .. new MaskNotes(record, task, size).All,
                ],
            };
        }
        catch
        {
            _ = renting.ContinueWith(GiveBack, TaskScheduler.Default);
            throw;
        }
    }

    private async Task<Dictionary<RecordedPicture, LoadedPicture>> ReadAsync(CancellationToken cancellation)
    {
        var pictures = new Dictionary<RecordedPicture, LoadedPicture>();
        foreach (RecordedPicture picture in record.Pictures)
            pictures[picture] = await Read(picture, cancellation);
        return pictures;
    }

    private void RequireRoom(PictureSize size)
    {
        if (size.Pixels > MaxPixels)
        {
            throw new PictureException($"The result would have {size} pixels, and the limit is {MaxPixels}.")
            {
                PixelLimit = MaxPixels,
            };
        }
    }

    private RunRecord Complete(Dictionary<RecordedPicture, LoadedPicture> pictures, RentedStylizer rented)
    {
        string sha256 = rented.Network.Network.Sha256;
        if (record.Network.Sha256 is { } expected && expected != sha256)
        {
            throw new WeightsException(
                $"The picture was made with other weights (SHA-256 {Short(expected)}) than '{record.Network.Name}' is "
                + $"here ({Short(sha256)}).")
            {
                Problem = WeightsProblem.Different,
                WeightsName = record.Network.Name,
            };
        }

        return record.WithPictures(picture => picture with { Sha256 = pictures[picture].Sha256 }) with
        {
            Network = record.Network with { Sha256 = sha256 },
            Engine = rented.Device,
            IsBeforeOklab = false,
        };
    }

    private IEnumerable<string> Changed(Dictionary<RecordedPicture, LoadedPicture> pictures) => record.Pictures
        .Where(picture => picture.Sha256 is { } before && pictures[picture].Sha256 is { } now && before != now)
        .Select(picture => $"'{picture.Name}' is not the file that the picture was made from.");

    private IEnumerable<string> OtherColors()
    {
        if (record.IsBeforeOklab && record.Options.Color.PartsPictures)
        {
            yield return "The picture was made before brightness and colours were parted in Oklab: it gets slightly "
                + "other colours now.";
        }
    }

    private static IEnumerable<string> NotesOf(Dictionary<RecordedPicture, LoadedPicture> pictures) => pictures.Values
        .SelectMany(picture => picture.Picture.Origin?.Notes ?? [])
        .Distinct();

    private IEnumerable<string> NotesOf(LoadedNetwork network)
    {
        if (network.Surplus.Count > 0)
        {
            string rest = string.Join(", ", network.Surplus);
            yield return $"The weight file holds more than the network, which is not used: {rest}.";
        }

        if (record.Options.Losses.For(network.Network.Normalization) != record.Options.Losses)
        {
            yield return "The weights of neural-style are meant for Caffe's VGG-19. The features of "
                + $"{network.Network.Name} are smaller, so the weights are multiplied; the picture is not that tool's.";
        }
    }

    private static Dictionary<string, byte[]> Attachments(Dictionary<RecordedPicture, LoadedPicture> pictures) =>
        pictures
            .Where(pair => pair.Value.Bytes is not null)
            .ToDictionary(pair => pair.Key.Name, pair => pair.Value.Bytes!, StringComparer.Ordinal);

    private static void GiveBack(Task<RentedStylizer> renting)
    {
        if (renting.IsCompletedSuccessfully)
            renting.Result.Dispose();
        else
            _ = renting.Exception;
    }

    private static string Short(string sha256) => sha256[..Math.Min(12, sha256.Length)];
}
