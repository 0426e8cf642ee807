using Impasto.Networks.Files;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Checkpoints;

/// <summary>Collects copies of all tensors it visits.</summary>
internal sealed class SavedState : StateExchange
{
    private readonly List<NamedTensor> _tensors = [];

    /// <summary>The copies, in the order of the visits.</summary>
    public IReadOnlyList<NamedTensor> Tensors => _tensors;

    public override void Visit(string name, Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        _tensors.Add(new NamedTensor(name, tensor.shape, [.. tensor.detach().cpu().contiguous().data<float>()]));
    }

    public override void Visit(string name, float[] values, int columns) =>
        _tensors.Add(new NamedTensor(name, [values.Length / columns, columns], [.. values]));
}
