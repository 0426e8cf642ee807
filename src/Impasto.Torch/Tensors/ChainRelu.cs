namespace Impasto.Torch.Tensors;

/// <summary>A ReLU that does not directly follow a convolution: negative values become 0.</summary>
public sealed class ChainRelu : ChainStep;
