using Impasto.Color;
using Impasto.Imaging;
using Impasto.Networks.Weights;
using Impasto.Objectives;

namespace Impasto.Jobs;

/// <summary>A job whose pictures are read and whose plan is made. Dispose of it to give its stylizer back.</summary>
public sealed class PreparedPainting : IDisposable
{
    private readonly RentedStylizer _rented;
    private readonly PaintingJob _job;
    private readonly StylizeTask _task;

    internal PreparedPainting(PaintingJob job, RentedStylizer rented, StylizeTask task, RunRecord record)
    {
        _job = job;
        _rented = rented;
        _task = task;
        Record = record;
    }

    /// <summary>The run, with the hashes of its pictures and weights.</summary>
    public RunRecord Record { get; }

    /// <summary>Columns and rows of the result.</summary>
    public PictureSize Size => Plan.Scales[^1].Size;

    /// <summary>How the run will be done, and what it takes.</summary>
    public StylizePlan Plan => _task.Plan!;

    /// <summary>The network, and why it was chosen.</summary>
    public LoadedNetwork Network => _rented.Network;

    /// <summary>
    /// Remarks for people before the run, one sentence each, such as on masks that select nothing; the result has them
    /// as well.
    /// </summary>
    public IReadOnlyList<string> Notes { get; internal init; } = [];

    /// <summary>
    /// The share of the picture that each region gets, 0 to 1, in the order of the record; where regions overlap, the
    /// first one counts.
    /// </summary>
    public IReadOnlyList<double> RegionShares => RegionPlan.Shares(_task.Regions, Size);

    /// <summary>The photograph; a grey picture for a texture.</summary>
    public Picture Content => _task.Content;

    /// <summary>The paintings, without those of regions.</summary>
    public IReadOnlyList<WeightedStyle> Styles => _task.Styles;

    /// <summary>Makes the picture on a thread of its own, and writes it.</summary>
    /// <param name="progress">Receives every step, on the thread of the run; null for nobody.</param>
    /// <param name="previewWhen">See <see cref="StylizeTask.PreviewWhen"/>; null for never.</param>
    /// <param name="cancellation">Ends the run after the current step, its state kept.</param>
    /// <returns>The picture, how the run ended, and whether the picture was written.</returns>
    /// <exception cref="ImpastoException">
    /// The run failed: see <see cref="Stylizer"/>. There is no picture then.
    /// </exception>
    public async Task<PaintingResult> RunAsync(
        IProgress<StylizeProgress>? progress = null,
        Func<StylizeProgress, bool>? previewWhen = null,
        CancellationToken cancellation = default)
    {
        StylizeResult result = await _rented.Stylizer.RunAsync(
            _task with { PreviewWhen = previewWhen }, progress, cancellation);
        _rented.Dispose();
        // The result takes its metadata from the photograph.
        Picture made = Blended(result.Picture);
        result = result with
        {
            Picture = new Picture(made.Width, made.Height, made.Pixels, made.Alpha) { Origin = Content.Origin },
        };
        var painting = new PaintingResult
        {
            Result = result with { Notes = [.. Notes, .. OtherEngine(result.Engine), .. result.Notes] },
            Record = Taken(result) with { Engine = result.Engine },
        };
        return await _job.WriteWhen(result) ? await WriteAsync(painting) : painting;
    }

    private Picture Blended(Picture made)
    {
        if (Record.Output.Blends.Count == 0)
            return made;
        Picture photo = Record.Options.Frame(Content);
        return Record.Output.Blends.Aggregate(
            made, (mixed, blend) => PictureBlend.WithPhoto(mixed, photo, blend.Mode, blend.Amount));
    }

    // Steps instead of a time: made again, it is the same picture.
    private RunRecord Taken(StylizeResult result)
    {
        if (result.StepsTaken.Count == 0)
            return Record;
        LossOptions losses = Record.Options.Losses;
        if (losses.SplitStepsOf(result.StepsTaken[^1]) != result.SplitStepsTaken)
            losses = losses with { SplitSteps = result.SplitStepsTaken };
        return Record with { Options = Record.Options with { Steps = [.. result.StepsTaken], Losses = losses } };
    }

    // Threads do not change the pixels.
    private IEnumerable<string> OtherEngine(string engine)
    {
        string before = WithoutThreads(_job.MadeWith), now = WithoutThreads(engine);
        if (before.Contains(" on ", StringComparison.Ordinal) && before != now)
        {
            yield return $"The picture was made with {before}, and now with {now}: sums are rounded in another way, so "
                + "pixels can differ a little.";
        }

        static string WithoutThreads(string text) => text.Split(',') is [.. var parts, var last]
            && last.Contains("thread", StringComparison.Ordinal) ? string.Join(',', parts) : text;
    }

    /// <summary>Gives the stylizer back. May be called twice.</summary>
    public void Dispose() => _rented.Dispose();

    private async Task<PaintingResult> WriteAsync(PaintingResult painting)
    {
        try
        {
            await _job.Target.WriteAsync(painting.Result.Picture, painting.Record);
            return painting with { IsWritten = true };
        }
        catch (Exception failure)
        {
            // The picture is in the result: whoever gets it can still do something with it.
            return painting with { Failure = failure };
        }
    }
}
