namespace Impasto.Engines.Simd.Lanes;

/// <summary>
/// One vector register of single precision: what lets a kernel be written once for 128, 256 and 512 bits.
/// </summary>
/// <remarks>
/// The compiler makes one version of a generic kernel for each struct and sees through it: measured at the speed of
/// code written with Vector512 itself. Channels are laid out in blocks of <see cref="Count"/>.
/// </remarks>
internal unsafe interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>Values in one register.</summary>
    static abstract int Count { get; }

    /// <summary>What the instructions are called, for people.</summary>
    static abstract string Name { get; }

    static abstract TSelf Zero { get; }

    static abstract TSelf Load(float* source);

    /// <summary>Asks for a line to be brought into the second-level cache; the address need not be valid.</summary>
    static abstract void Prefetch(float* source);

    static abstract TSelf Broadcast(float value);

    static abstract void Store(TSelf value, float* target);

    /// <summary>
    /// Stores values that are not read soon: past the caches if a register is a whole cache line. The target is
    /// aligned.
    /// </summary>
    static abstract void Stream(TSelf value, float* target);

    static abstract TSelf operator +(TSelf left, TSelf right);

    static abstract TSelf operator -(TSelf left, TSelf right);

    static abstract TSelf operator *(TSelf left, TSelf right);

    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>left * right + addend, rounded once where the processor can.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>The larger one; NaN where value is NaN.</summary>
    static abstract TSelf Max(TSelf floor, TSelf value);

    static abstract TSelf SquareRoot(TSelf value);

    /// <summary>
    /// The largest of each eight neighbouring values, or of all in a narrower register, in each of their lanes;
    /// undefined where one is NaN.
    /// </summary>
    static abstract TSelf LargestOfEight(TSelf value);

    /// <summary>One bit a lane: value > 0.</summary>
    static abstract uint PositiveBits(TSelf value);

    /// <summary>The value where its bit is set, else 0.</summary>
    static abstract TSelf Keep(TSelf value, uint bits);

    /// <summary>Writes one block's bits.</summary>
    static abstract void StoreBits(byte* bits, nint block, uint value);

    /// <summary>Reads one block's bits.</summary>
    static abstract uint LoadBits(byte* bits, nint block);
}
