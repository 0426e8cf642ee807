using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Impasto.Networks;
using Impasto.Networks.Files;
using Impasto.Networks.Weights;
using Impasto.Torch;
using Impasto.Training.Data;
using Impasto.Training.Learning;

namespace Impasto.Training;

/// <summary>Learns one painting's style in minutes, beginning with a decoder for all paintings.</summary>
/// <example>
/// <code>
/// var task = new LearnTask
/// {
///     Options = new LearnOptions { Photos = ["photos"], Minutes = 5 },
///     Painting = new PictureReader().Read("waves.jpg"),
///     PaintingName = "waves.jpg",
///     Decoder = "look.safetensors",
///     Output = "waves.style",
///     Checkpoint = "waves.style.checkpoint",
/// };
/// LearnResult result = StyleLearning.Run(task, TorchDevice.Parse("cpu"), progress, cancellation);
/// </code>
/// </example>
public static class StyleLearning
{
    /// <summary>Fewer photographs than this give a style that fits others less well.</summary>
    public const int EnoughPhotographs = 200;

    /// <summary>
    /// Learns from the checkpoint, if it exists, until the minutes are over or to the cancellation, and writes the
    /// style that is best for the held-out photographs.
    /// </summary>
    /// <param name="task">Painting, options and files.</param>
    /// <param name="device">Where the training runs.</param>
    /// <param name="progress">Receives the first measurement and every step; null for nobody.</param>
    /// <param name="cancellation">
    /// Ends the training after the current step. Checkpoint and style are written as at the end, and nothing is thrown.
    /// </param>
    /// <exception cref="InvalidOptionsException">Some options are invalid.</exception>
    /// <exception cref="ImpastoException">
    /// A folder, the decoder or the checkpoint can't be used, or a file can't be written.
    /// </exception>
    public static LearnResult Run(
        LearnTask task,
        TorchDevice device,
        IProgress<LearnProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(device);
        LearnOptions options = task.Options;
        if (options.Validate() is { Count: > 0 } problems)
            throw new InvalidOptionsException(problems);
        var watch = new TrainingTime(task.Clock);
        TensorFile decoder = GlanceDecoder.Open(task.Decoder);
        IReadOnlyList<TrainingImage> images = options.Photos.Count > 0
            ? TrainingImages.Load(options.Photos, device.Threads, task.Notes)
            : SceneDrawing.All(options.Seed);
        Network network = NetworkCatalog.Compact().Network;
        using var trainer = new StyleTrainer(options, network, decoder, images, task.Painting, device.TensorDevice);
        trainer.Run(task, Fingerprint(task, decoder, images), watch, progress, cancellation);
        int photographs = options.Photos.Count > 0 ? trainer.Seen : 0;
        LearningRecord record = trainer.Record(task, network, photographs);
        LearnedStyle.Write(task.Output, trainer.Tensors(), record);
        return new LearnResult(record, record.Steps, options.Photos.Count > 0 ? images.Count : 0);
    }

    // Everything that decides what a step does, except the time.
    private static string Fingerprint(LearnTask task, TensorFile decoder, IReadOnlyList<TrainingImage> images)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        LearnOptions options = task.Options with { Minutes = 1, Photos = [] };
        Add($"{options} {task.Painting.Size} {images.Count}");
        hash.AppendData(MemoryMarshal.AsBytes(task.Painting.Pixels.AsSpan()));
        foreach (string name in decoder.Tensors.Keys.Order(StringComparer.Ordinal))
        {
            Add(name);
            hash.AppendData(MemoryMarshal.AsBytes(decoder.Read(name).AsSpan()));
        }

        foreach (TrainingImage image in images)
        {
            Add($"{image.Width} {image.Height}");
            hash.AppendData(image.Pixels);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes($"{text}\n"));
    }
}
