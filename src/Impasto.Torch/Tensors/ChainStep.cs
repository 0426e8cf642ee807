namespace Impasto.Torch.Tensors;

/// <summary>One operation of a <see cref="TensorChain"/>.</summary>
public abstract class ChainStep
{
    private protected ChainStep()
    {
    }
}
