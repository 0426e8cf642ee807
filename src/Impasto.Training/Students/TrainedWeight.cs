using Impasto.Networks;
using static TorchSharp.torch;

namespace Impasto.Training.Students;

/// <summary>A tensor that a training changes.</summary>
/// <param name="name">
/// Its name in checkpoints: conv1_1.weight, conv1_1.bias, conv1_1.map.weight, conv1_1.map.bias.
/// </param>
/// <param name="layer">The layer that it belongs to.</param>
/// <param name="value">The tensor; requires a gradient.</param>
internal sealed class TrainedWeight(string name, LayerName layer, Tensor value)
{
    public string Name => name;

    public LayerName Layer => layer;

    public Tensor Value => value;
}
