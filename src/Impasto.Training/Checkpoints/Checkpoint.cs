using System.Globalization;
using Impasto.Networks.Files;

namespace Impasto.Training.Checkpoints;

/// <summary>
/// The file of a training between two steps: the number of steps taken, and everything that the next step depends on.
/// </summary>
/// <remarks>
/// The order of the pictures needs no state: a step's batch depends on the seed and the step's number alone.
/// </remarks>
internal static class Checkpoint
{
    private const string StepKey = "step";

    /// <summary>Writes a checkpoint; after a failure the file is as it was before.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="exchange">Visits the whole state.</param>
    /// <param name="step">Steps taken.</param>
    /// <param name="texts">More texts to keep; null for none.</param>
    /// <exception cref="ImpastoException">The file can't be written.</exception>
    public static void Write(
        string path,
        Action<StateExchange> exchange,
        int step,
        IReadOnlyDictionary<string, string>? texts = null)
    {
        var saved = new SavedState();
        exchange(saved);
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string text) in texts ?? new Dictionary<string, string>())
            metadata[key] = text;
        metadata[StepKey] = $"{step}";
        TensorFile.Write(path, saved.Tensors, metadata);
    }

    /// <summary>The number of steps taken.</summary>
    /// <exception cref="WeightsException">The file is not a checkpoint.</exception>
    public static int Steps(string path)
    {
        string? text = TensorFile.Open(path).Metadata.GetValueOrDefault(StepKey);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int step)
            ? step
            : throw new WeightsException($"The file '{path}' is not a training's checkpoint: it has no step number.");
    }

    /// <summary>All texts of a checkpoint.</summary>
    /// <exception cref="WeightsException">The file can't be read.</exception>
    public static IReadOnlyDictionary<string, string> Texts(string path) => TensorFile.Open(path).Metadata;

    /// <summary>Overwrites a training's state.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="exchange">Visits the whole state.</param>
    /// <exception cref="WeightsException">The file belongs to another network, teacher or batch size.</exception>
    public static void Read(string path, Action<StateExchange> exchange) =>
        exchange(new RestoredState(path, TensorFile.Open(path)));
}
