using Impasto.Torch;

namespace Impasto.Training;

/// <summary>Trains a compact network from VGG-19's weights and a folder of pictures.</summary>
public static class Distillation
{
    /// <summary>Trains from the checkpoint, if there is one, to the last step or the cancellation, and writes the network.</summary>
    /// <param name="options">How.</param>
    /// <param name="output">The network, a .safetensors file; replaced where it exists.</param>
    /// <param name="checkpoint">The training's state; a training that was killed goes on from it with the very same steps.</param>
    /// <param name="device">What does the work.</param>
    /// <param name="clock">Tells the time for progress.</param>
    /// <param name="progress">Hears of every step.</param>
    /// <param name="cancellation">Ends the training after the current step; checkpoint and network are written all the same.</param>
    /// <returns>The steps taken, counted from the very beginning.</returns>
    /// <exception cref="ImpastoException">Options are wrong, or a file or folder can't be used.</exception>
    public static int Run(
        DistillOptions options,
        string output,
        string checkpoint,
        TorchDevice device,
        TimeProvider clock,
        IProgress<DistillProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(device);
        if (options.Validate() is { Count: > 0 } problems)
            throw new ImpastoException(string.Join(Environment.NewLine, problems));
        IReadOnlyList<TrainingImage> images = TrainingImages.Load(options.Images);
        using var distiller = new Distiller(options, TeacherFiles.Load(options.Teachers, device), images, device.Tensors, clock);
        int steps = distiller.Run(checkpoint, progress, cancellation);
        distiller.Export(output, Record(options, images.Count, steps));
        return steps;
    }

    private static Dictionary<string, string> Record(DistillOptions options, int images, int steps) => new(StringComparer.Ordinal)
    {
        ["name"] = Path.GetFileNameWithoutExtension(options.Name),
        ["teachers"] = string.Join(", ", options.Teachers.Select(Path.GetFileName)),
        ["training"] = $"{steps} steps of {options.Batch} crops of {options.Crop} pixels from {images} pictures, seed {options.Seed}",
        ["attribution"] = options.Attribution,
    };
}
