using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Impasto.Engines.Simd.Lanes;

/// <summary>Sixteen values: AVX-512.</summary>
internal readonly unsafe struct Lanes16 : ILanes<Lanes16>
{
    private readonly Vector512<float> _values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes16(Vector512<float> values) => _values = values;

    public static int Count => 16;

    public static string Name => "AVX-512";

    public static Lanes16 Zero => new(Vector512<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* source)
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(source);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Broadcast(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes16 value, float* target) => value._values.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Stream(Lanes16 value, float* target) => value._values.StoreAlignedNonTemporal(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator +(Lanes16 left, Lanes16 right) => new(left._values + right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator -(Lanes16 left, Lanes16 right) => new(left._values - right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator *(Lanes16 left, Lanes16 right) => new(left._values * right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 operator /(Lanes16 left, Lanes16 right) => new(left._values / right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 MultiplyAdd(Lanes16 left, Lanes16 right, Lanes16 addend) =>
        new(Vector512.MultiplyAddEstimate(left._values, right._values, addend._values));

    // The native maximum of x86 gives its second operand where either is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Max(Lanes16 floor, Lanes16 value) => new(Vector512.MaxNative(floor._values, value._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 SquareRoot(Lanes16 value) => new(Vector512.Sqrt(value._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 LargestOfEight(Lanes16 value)
    {
        Vector512<float> values = value._values;
        values = Vector512.MaxNative(values, Vector512.Shuffle(
            values, Vector512.Create(4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11)));
        values = Vector512.MaxNative(values, Vector512.Shuffle(
            values, Vector512.Create(2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13)));
        values = Vector512.MaxNative(values, Vector512.Shuffle(
            values, Vector512.Create(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14)));
        return new(values);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint PositiveBits(Lanes16 value) =>
        (uint)Vector512.GreaterThan(value._values, Vector512<float>.Zero).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes16 Keep(Lanes16 value, uint bits)
    {
        Vector512<uint> each =
            Vector512.Create(1u, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        Vector512<uint> cut = Vector512.Equals(Vector512.Create(bits) & each, Vector512<uint>.Zero);
        return new(Vector512.ConditionalSelect(cut.AsSingle(), Vector512<float>.Zero, value._values));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBits(byte* bits, nint block, uint value) => ((ushort*)bits)[block] = (ushort)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LoadBits(byte* bits, nint block) => ((ushort*)bits)[block];
}
