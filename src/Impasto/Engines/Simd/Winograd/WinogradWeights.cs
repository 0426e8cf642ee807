using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Moments;
using Impasto.Engines.Simd.Planes;
using Impasto.Networks;
using Impasto.Threads;

namespace Impasto.Engines.Simd.Winograd;

/// <summary>
/// A convolution's weights as Winograd's products want them: for each of the (m + 2)^2 a matrix in panels.
/// </summary>
/// <remarks>
/// Backward to the data is the same convolution with inputs and outputs changed about and each kernel turned by half a
/// turn.
/// </remarks>
internal sealed unsafe class WinogradWeights<TLanes, TTile> : ParallelWork, IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
    where TTile : struct, IWinogradTile
{
    private const int Taps = 9;

    private readonly NativeBuffer _products;
    private readonly Convolution _convolution;
    private readonly bool _backward;

    public WinogradWeights(Convolution convolution, bool backward, WorkerTeam team)
    {
        _convolution = convolution;
        _backward = backward;
        Inputs = backward ? convolution.Outputs : convolution.Inputs;
        Outputs = backward ? convolution.Inputs : convolution.Outputs;
        OutputBlocks = (Outputs + TLanes.Count - 1) / TLanes.Count;
        _products = new NativeBuffer(TTile.Inputs * TTile.Inputs * MatrixLength * sizeof(float));
        team.Run(this, (OutputBlocks + 1) / 2);
    }

    /// <summary>Channels that the sums run over.</summary>
    public int Inputs { get; }

    /// <summary>Channels that come out.</summary>
    public int Outputs { get; }

    /// <summary>Registers that hold a position's outputs.</summary>
    public int OutputBlocks { get; }

    private nint MatrixLength => (nint)Inputs * OutputBlocks * TLanes.Count;

    /// <summary>The matrix of one product, Inputs x OutputBlocks * lanes in panels.</summary>
    public float* Matrix(int product) => _products.Floats + (product * MatrixLength);

    /// <summary>Transforms one panel.</summary>
    public override void Run(int item, int worker)
    {
        int lanes = TLanes.Count, blocks = Math.Min(2, OutputBlocks - (2 * item));
        float* kernel = stackalloc float[Taps * lanes];
        float* scratch = stackalloc float[TTile.Inputs * 3 * lanes];
        float* panel = _products.Floats + PanelKernel<TLanes>.PanelOffset(item, Inputs);
        for (int input = 0; input < Inputs; input++)
        {
            for (int block = 0; block < blocks; block++)
            {
                Gather(kernel, input, ((2 * item) + block) * lanes);
                TileTransform<TLanes, TTile>.Kernel(
                    kernel, panel + (((input * blocks) + block) * lanes), MatrixLength, scratch);
            }
        }
    }

    // The taps of one block of outputs, tap by tap; zero beyond the last channel.
    private void Gather(float* kernel, int input, int firstOutput)
    {
        int lanes = TLanes.Count;
        ReadOnlySpan<float> weights = _convolution.Kernel;
        for (int lane = 0; lane < lanes; lane++)
        {
            int output = firstOutput + lane;
            if (output >= Outputs)
            {
                for (int tap = 0; tap < Taps; tap++)
                    kernel[(tap * lanes) + lane] = 0;
                continue;
            }

            int pair = _backward ? (input * _convolution.Inputs) + output : (output * _convolution.Inputs) + input;
            ReadOnlySpan<float> taps = weights.Slice(pair * Taps, Taps);
            for (int tap = 0; tap < Taps; tap++)
                kernel[(tap * lanes) + lane] = taps[_backward ? Taps - 1 - tap : tap];
        }
    }

    public void Dispose() => _products.Dispose();
}
