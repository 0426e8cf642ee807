namespace Impasto.Torch.Tensors;

/// <summary>Pools features by 2 x 2 positions; an odd last row or column is dropped.</summary>
public sealed class ChainPooling : ChainStep;
