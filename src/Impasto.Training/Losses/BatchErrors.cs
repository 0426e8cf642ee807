using Impasto.Networks;
using static TorchSharp.torch;

namespace Impasto.Training.Losses;

/// <summary>The training loss of a batch, and the errors that it consists of.</summary>
/// <param name="Loss">One value, with its gradient.</param>
/// <param name="Layers">The errors at each layer.</param>
internal sealed record BatchErrors(Tensor Loss, IReadOnlyDictionary<LayerName, LayerErrors> Layers);
