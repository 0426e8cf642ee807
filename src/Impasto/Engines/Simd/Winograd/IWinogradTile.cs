using Impasto.Engines.Simd.Lanes;

namespace Impasto.Engines.Simd.Winograd;

/// <summary>Winograd's minimal filtering F(m x m, 3 x 3): the transforms of one row or column.</summary>
/// <remarks>
/// With Y = A^T [(G g G^T) . (B^T d B)] A an m x m tile of outputs takes (m + 2)^2 multiplications a pair of channels
/// instead of 9 m^2. Source: Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, 2016, section 4.
/// </remarks>
internal unsafe interface IWinogradTile
{
    /// <summary>m: outputs a side.</summary>
    static abstract int Outputs { get; }

    /// <summary>m + 2: inputs a side.</summary>
    static abstract int Inputs { get; }

    /// <summary>B^T d for one row or column of inputs.</summary>
    static abstract void Input<TLanes>(float* source, nint sourceStep, float* target, nint targetStep)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>A^T x for one row or column of products.</summary>
    static abstract void Output<TLanes>(float* source, nint sourceStep, float* target, nint targetStep)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>G g for one row or column of a kernel.</summary>
    static abstract void Kernel<TLanes>(float* source, nint sourceStep, float* target, nint targetStep)
        where TLanes : unmanaged, ILanes<TLanes>;
}
