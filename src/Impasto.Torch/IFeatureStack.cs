using Impasto.Networks;
using static TorchSharp.torch;

namespace Impasto.Torch;

/// <summary>Layers of a frozen network as tensors, through which autograd can go back.</summary>
internal interface IFeatureStack : IDisposable
{
    /// <summary>Features at the wanted layers, B x C x H x W; stops at the deepest.</summary>
    Dictionary<LayerName, Tensor> Run(Tensor pixels, HashSet<LayerName> wanted, LayerName deepest);
}
