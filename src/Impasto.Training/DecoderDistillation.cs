using Impasto.Networks.Files;
using Impasto.Networks.Weights;
using Impasto.Torch;
using Impasto.Training.Data;

namespace Impasto.Training;

/// <summary>Trains a decoder behind the compact network from folders of photographs.</summary>
public static class DecoderDistillation
{
    /// <summary>
    /// Trains from the checkpoint, if it exists, to the last step or the cancellation, and writes the decoder with
    /// every checkpoint: the running average of its weights, in float16.
    /// </summary>
    /// <param name="task">Options and files.</param>
    /// <param name="device">Where the training runs.</param>
    /// <param name="progress">Receives every step; null for nobody.</param>
    /// <param name="cancellation">
    /// Ends the training after the current step. Checkpoint and decoder are written as at the end, and nothing is
    /// thrown.
    /// </param>
    /// <returns>The steps taken, counted from the training's first.</returns>
    /// <exception cref="InvalidOptionsException">Some options are invalid.</exception>
    /// <exception cref="ImpastoException">
    /// A folder, the decoder to begin with or the checkpoint can't be used, or a file can't be written.
    /// </exception>
    public static int Run(
        DecoderTask task,
        TorchDevice device,
        IProgress<DecoderProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(device);
        DecoderOptions options = task.Options;
        if (options.Validate() is { Count: > 0 } problems)
            throw new InvalidOptionsException(problems);
        TensorFile? start = task.Start is { } name ? GlanceDecoder.Open(name == "glance" ? null : name) : null;
        IReadOnlyList<TrainingImage> images = TrainingImages.Load(options.Images, device.Threads, task.Notes);
        using var trainer = new DecoderTrainer(
            options, start, NetworkCatalog.Compact().Network, images, device.TensorDevice);
        return trainer.Run(
            task,
            steps => TensorFile.Write(
                task.Output,
                [.. trainer.Average.Export().SelectMany(NetworkWriter.Tensors)],
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["encoder"] = "compact",
                    ["training"] = $"{steps} steps of {options.Batch} pairs of {options.Crop} pixels from "
                        + $"{images.Count} pictures, seed {options.Seed}",
                },
                half: true),
            progress,
            cancellation);
    }
}
