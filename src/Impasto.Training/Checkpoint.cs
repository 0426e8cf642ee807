using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>A training between two steps: weights, both averages of each, and the number of steps taken.</summary>
/// <remarks>The data needs no state: a step's batch depends on the seed and the step's number alone.</remarks>
internal static class Checkpoint
{
    public static void Write(string path, Student student, AdamState adam, int step)
    {
        var tensors = new Dictionary<string, (long[], float[])>(StringComparer.Ordinal);
        foreach (string name in student.Parameters.Keys)
        {
            tensors[name] = Take(student.Parameters[name]);
            tensors[$"{name}.mean"] = Take(adam.Means[name]);
            tensors[$"{name}.square"] = Take(adam.Squares[name]);
        }

        new TensorArchive(tensors, new Dictionary<string, string>(StringComparer.Ordinal) { ["step"] = $"{step}" }).Write(path);
    }

    /// <summary>Fills student and averages; returns the steps taken.</summary>
    /// <exception cref="ImpastoException">The file is of another architecture.</exception>
    public static int Read(string path, Student student, AdamState adam)
    {
        TensorArchive archive = TensorArchive.Read(path);
        foreach (string name in student.Parameters.Keys)
        {
            Put(student.Parameters[name], name);
            Put(adam.Means[name], $"{name}.mean");
            Put(adam.Squares[name], $"{name}.square");
        }

        return int.Parse(archive.Metadata["step"]);

        void Put(Tensor target, string name)
        {
            if (!archive.Tensors.TryGetValue(name, out (long[] Shape, float[] Values) found)
                || !found.Shape.AsSpan().SequenceEqual(target.shape))
            {
                throw new ImpastoException($"The checkpoint '{path}' has no fitting {name}: it is of another network or teacher.");
            }

            using IDisposable frozen = no_grad();
            using Tensor source = tensor(found.Values, found.Shape);
            target.copy_(source);
        }
    }

    internal static (long[] Shape, float[] Values) Take(Tensor source)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        return (source.shape, [.. source.detach().cpu().contiguous().data<float>()]);
    }
}
