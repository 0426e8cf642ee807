using System.Globalization;
using Impasto.Networks.Files;
using Impasto.Storage;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>A training between two steps: everything that the next step depends on, by name, and the number of steps taken.</summary>
/// <remarks>The data's order needs no state: a step's batch depends on the seed and the step's number alone.</remarks>
internal static class Checkpoint
{
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> state, int step)
    {
        List<(string, long[], float[])> tensors = [.. state.Select(pair => (pair.Key, pair.Value.shape, Take(pair.Value)))];
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["step"] = $"{step}" };
        AtomicFile.Write(path, overwrite: true, stream => SafetensorsWriter.Write(stream, tensors, metadata));
    }

    /// <summary>The steps taken.</summary>
    /// <exception cref="ImpastoException">The file is no checkpoint.</exception>
    public static int Steps(string path) =>
        int.TryParse(TensorFile.Open(path).Metadata.GetValueOrDefault("step"), NumberStyles.None, CultureInfo.InvariantCulture, out int step)
            ? step
            : throw new ImpastoException($"The file '{path}' is no checkpoint of a training: it does not say its step.");

    /// <summary>Fills the state.</summary>
    /// <exception cref="ImpastoException">The file is of another architecture, teacher or batch.</exception>
    public static void Read(string path, IReadOnlyDictionary<string, Tensor> state)
    {
        TensorFile file = TensorFile.Open(path);
        foreach ((string name, Tensor target) in state)
            Put(target, name);

        void Put(Tensor target, string name)
        {
            if (!file.Tensors.TryGetValue(name, out TensorEntry? found) || !found.Shape.AsSpan().SequenceEqual(target.shape))
            {
                throw new ImpastoException($"The checkpoint '{path}' has no fitting {name}: it is of another network, teacher or batch.");
            }

            using IDisposable frozen = no_grad();
            using Tensor source = tensor(found.Read(), found.Shape);
            target.copy_(source);
        }
    }

    private static float[] Take(Tensor source)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        return [.. source.detach().cpu().contiguous().data<float>()];
    }
}
