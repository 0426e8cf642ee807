using Impasto.Engines.Simd.Lanes;
using Impasto.Engines.Simd.Planes;
using Impasto.Networks;

namespace Impasto.Engines.Simd.Decoding;

/// <summary>A convolution's weights as the kernels read them.</summary>
/// <remarks>
/// Nearest upsampling by 2 and a 3 x 3 convolution are four 2 x 2 convolutions of the small plane, one for each parity
/// of row and column: two of three taps see the same position, and their weights are added. 16 instead of 36
/// multiplications for each small position and pair of channels, and the large plane is never stored.
/// </remarks>
internal sealed unsafe class DecoderWeights<TLanes> : IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int Taps = 3;
    private readonly NativeBuffer _memory;
    private readonly int _variant;

    /// <summary>Lays out weights.</summary>
    /// <param name="convolution">A 3 x 3 convolution.</param>
    /// <param name="fine">Its last input channels that are not doubled; 0 for none.</param>
    /// <param name="doubles">Whether the other ones are doubled.</param>
    public DecoderWeights(Convolution convolution, int fine, bool doubles)
    {
        Inputs = convolution.Inputs - fine;
        Fine = fine;
        Outputs = convolution.Outputs;
        Doubles = doubles;
        int side = doubles ? 2 : Taps, variants = doubles ? 4 : 1;
        Depth = (side * side * Inputs) + (Taps * Taps * fine);
        _variant = Depth * Outputs;
        _memory = new NativeBuffer(((long)(variants * _variant) + Outputs) * sizeof(float));
        convolution.Bias.CopyTo(new Span<float>(Bias, Outputs));
        for (int variant = 0; variant < variants; variant++)
            Pack(convolution, variant);
    }

    /// <summary>Input channels that are doubled, or all where nothing is.</summary>
    public int Inputs { get; }

    /// <summary>Input channels of the finer plane.</summary>
    public int Fine { get; }

    /// <summary>Output channels.</summary>
    public int Outputs { get; }

    /// <summary>Whether the output has twice the rows and columns of the input.</summary>
    public bool Doubles { get; }

    /// <summary>Values that go into an output.</summary>
    public int Depth { get; }

    /// <summary>One bias for each output.</summary>
    public float* Bias => _memory.Floats;

    /// <summary>The weights of a parity: twice the row's parity and the column's; 0 where nothing is doubled.</summary>
    public float* At(int variant) => _memory.Floats + Outputs + ((nint)variant * _variant);

    private void Pack(Convolution convolution, int variant)
    {
        int panel = 2 * TLanes.Count;
        float* target = At(variant);
        for (int first = 0; first < Outputs; first += panel)
        {
            int width = Math.Min(panel, Outputs - first);
            for (int line = 0; line < (Doubles ? 2 : Taps); line++)
            {
                for (int column = 0; column < (Doubles ? 2 : Taps); column++)
                {
                    for (int input = 0; input < Inputs; input++, target += width)
                    {
                        for (int output = 0; output < width; output++)
                        {
                            target[output] = Doubles
                                ? Sum(convolution, first + output, input, (line, variant / 2), (column, variant % 2))
                                : Weight(convolution, first + output, input, line, column);
                        }
                    }
                }
            }

            for (int place = 0; place < (Fine > 0 ? Taps * Taps : 0); place++)
            {
                for (int input = Inputs; input < Inputs + Fine; input++, target += width)
                {
                    for (int output = 0; output < width; output++)
                        target[output] = Weight(convolution, first + output, input, place / Taps, place % Taps);
                }
            }
        }
    }

    // The taps that see a small position: for an even row the first one sees the row above, the others its own.
    private static float Sum(
        Convolution convolution, int output, int input, (int Tap, int Parity) row, (int Tap, int Parity) column)
    {
        float sum = 0;
        for (int y = 0; y < Taps; y++)
        {
            for (int x = 0; x < Taps; x++)
            {
                if (Sees(y, row) && Sees(x, column))
                    sum += Weight(convolution, output, input, y, x);
            }
        }

        return sum;
    }

    private static bool Sees(int tap, (int Tap, int Parity) place) =>
        (tap + 1 + place.Parity) / 2 == place.Tap + place.Parity;

    private static float Weight(Convolution convolution, int output, int input, int y, int x) =>
        convolution.Kernel[(((((output * convolution.Inputs) + input) * Taps) + y) * Taps) + x];

    public void Dispose() => _memory.Dispose();
}
