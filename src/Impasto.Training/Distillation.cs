using Impasto.Networks.Weights;
using Impasto.Torch;
using Impasto.Training.Data;
using Impasto.Training.Teachers;

namespace Impasto.Training;

/// <summary>Trains a compact network from VGG-19's weights and folders of pictures.</summary>
/// <example>
/// <code>
/// var task = new DistillTask
/// {
///     Options = new DistillOptions { Teachers = ["vgg19.pth"], Images = ["photos", "paintings"] },
///     Output = "mine.safetensors",
///     Checkpoint = "mine.checkpoint",
/// };
/// int steps = Distillation.Run(task, TorchDevice.Parse("auto"), progress, cancellation);
/// </code>
/// </example>
public static class Distillation
{
    /// <summary>
    /// Trains from the checkpoint, if it exists, to the last step or the cancellation, and writes the network.
    /// </summary>
    /// <param name="task">Options and files.</param>
    /// <param name="device">Where the training runs.</param>
    /// <param name="progress">Receives every step; null for nobody.</param>
    /// <param name="cancellation">
    /// Ends the training after the current step. Checkpoint and network are written as at the end, and nothing is
    /// thrown.
    /// </param>
    /// <returns>The steps taken, counted from the training's first.</returns>
    /// <exception cref="InvalidOptionsException">Some options are invalid.</exception>
    /// <exception cref="ImpastoException">
    /// A weight file, a folder or the checkpoint can't be used, or a file can't be written.
    /// </exception>
    public static int Run(
        DistillTask task,
        TorchDevice device,
        IProgress<DistillProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(device);
        DistillOptions options = task.Options;
        if (options.Validate() is { Count: > 0 } problems)
            throw new InvalidOptionsException(problems);
        IReadOnlyList<TrainingImage> images = TrainingImages.Load(options.Images, device.Threads, task.Notes);
        using var distiller = new Distiller(
            options, TeacherFiles.Load(options.Teachers, device), images, device.TensorDevice);
        int steps = distiller.Run(task.Checkpoint, task.Clock, progress, cancellation);
        NetworkWriter.Write(task.Output, distiller.Export(), Record(options, images.Count, steps), half: true);
        return steps;
    }

    private static Dictionary<string, string> Record(DistillOptions options, int images, int steps) =>
        new(StringComparer.Ordinal)
        {
            ["name"] = Path.GetFileNameWithoutExtension(options.Name),
            ["teachers"] = string.Join(", ", options.Teachers.Select(Path.GetFileName)),
            ["training"] = $"{steps} steps of {options.Batch} crops of {options.Crop} pixels from {images} pictures, "
                + $"seed {options.Seed}",
            ["attribution"] = options.Attribution,
        };
}
