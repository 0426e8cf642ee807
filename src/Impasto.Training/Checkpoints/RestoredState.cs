using Impasto.Networks.Files;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Checkpoints;

/// <summary>Overwrites all tensors it visits with those of a checkpoint.</summary>
/// <param name="path">The checkpoint, for messages.</param>
/// <param name="file">The same file, open.</param>
internal sealed class RestoredState(string path, TensorFile file) : StateExchange
{
    public override void Visit(string name, Tensor tensor)
    {
        float[] values = Read(name, tensor.shape);
        using IDisposable frozen = no_grad();
        using Tensor source = torch.tensor(values, tensor.shape);
        tensor.copy_(source);
    }

    public override void Visit(string name, float[] values, int columns) =>
        Read(name, [values.Length / columns, columns]).CopyTo(values, 0);

    private float[] Read(string name, long[] shape)
    {
        bool fits = file.Tensors.TryGetValue(name, out TensorEntry? found) && found.Shape.SequenceEqual(shape);
        return fits
            ? file.Read(name)
            : throw new WeightsException(
                $"The checkpoint '{path}' does not fit this training: expected {name} of {string.Join(" x ", shape)} "
                + "values. It belongs to another network, teacher or batch size.");
    }
}
