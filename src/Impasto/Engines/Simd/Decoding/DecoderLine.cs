namespace Impasto.Engines.Simd.Decoding;

/// <summary>Values that lie side by side and go into the sums of an output position.</summary>
internal unsafe struct DecoderLine
{
    /// <summary>The first value for the first position.</summary>
    public float* First;

    /// <summary>Floats to the first value for the next position.</summary>
    public nint Next;

    /// <summary>How many values.</summary>
    public int Depth;
}
