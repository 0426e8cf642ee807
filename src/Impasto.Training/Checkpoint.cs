using System.Globalization;
using Impasto.Networks.Files;
using Impasto.Storage;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>A training between two steps: weights, both averages of each, and the number of steps taken.</summary>
/// <remarks>The data needs no state: a step's batch depends on the seed and the step's number alone.</remarks>
internal static class Checkpoint
{
    public static void Write(string path, Student student, AdamState adam, int step)
    {
        List<(string, long[], float[])> tensors = [];
        foreach (string name in student.Parameters.Keys)
        {
            Add(name, student.Parameters[name]);
            Add($"{name}.mean", adam.Means[name]);
            Add($"{name}.square", adam.Squares[name]);
        }

        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { ["step"] = $"{step}" };
        AtomicFile.Write(path, overwrite: true, stream => SafetensorsWriter.Write(stream, tensors, metadata));

        void Add(string name, Tensor source) => tensors.Add((name, source.shape, Take(source)));
    }

    /// <summary>Fills student and averages; returns the steps taken.</summary>
    /// <exception cref="ImpastoException">The file is of another architecture.</exception>
    public static int Read(string path, Student student, AdamState adam)
    {
        TensorFile file = TensorFile.Open(path);
        foreach (string name in student.Parameters.Keys)
        {
            Put(student.Parameters[name], name);
            Put(adam.Means[name], $"{name}.mean");
            Put(adam.Squares[name], $"{name}.square");
        }

        return int.TryParse(file.Metadata.GetValueOrDefault("step"), NumberStyles.None, CultureInfo.InvariantCulture, out int step)
            ? step
            : throw new ImpastoException($"The file '{path}' is no checkpoint of a training: it does not say its step.");

        void Put(Tensor target, string name)
        {
            if (!file.Tensors.TryGetValue(name, out TensorEntry? found) || !found.Shape.AsSpan().SequenceEqual(target.shape))
            {
                throw new ImpastoException($"The checkpoint '{path}' has no fitting {name}: it is of another network or teacher.");
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
