using Impasto.Networks;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Painting;

/// <summary>Paints a run: reads its pictures, borrows a stylizer and reports progress to the store.</summary>
internal sealed class RunPainter(
    RunInputsReader inputsReader,
    StylizerPool stylizers,
    ProgressStore progress,
    StudioMetrics metrics,
    StudioSettings settings)
{
    /// <summary>Paints a run to its end, or until it is interrupted.</summary>
    /// <param name="part">The attempt.</param>
    /// <param name="checkpoint">The file that checkpoints are written to.</param>
    /// <exception cref="ImpastoException">A picture, the network, the device or memory is missing.</exception>
    public async Task<PaintedRun> PaintAsync(RunPart part, string checkpoint)
    {
        StylizeTask inputs = await inputsReader.ReadAsync(part.Run);
        PooledStylizer rented = stylizers.Rent(VggLayers.Deepest(inputs.Options.Losses.UsedLayers));
        try
        {
            await using var pump = new ProgressPump(part, progress, metrics, settings.Clock);
            StylizeTask task = Prepared(inputs, part, checkpoint) with { PreviewWhen = pump.WantsFrame };
            // A thread of its own: the pool's threads answer requests meanwhile.
            StylizeResult result = await Task.Factory.StartNew(
                () => rented.Stylizer.Run(task, pump, part.Cancellation),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            return new PaintedRun(result, rented.Network.Network.Sha256);
        }
        finally
        {
            stylizers.Return(rented);
        }
    }

    private StylizeTask Prepared(StylizeTask inputs, RunPart part, string checkpoint) => inputs with
    {
        Checkpoint = new CheckpointTarget(checkpoint) { Every = settings.CheckpointEvery },
        From = part.From,
        // A checkpoint copied from another run was made with other options, so differences must be allowed.
        MayDiffer = part.Run.Recipe.Resumes,
    };
}
