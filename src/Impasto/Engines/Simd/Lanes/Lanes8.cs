using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Impasto.Engines.Simd.Lanes;

/// <summary>Eight values: AVX2 with FMA.</summary>
internal readonly unsafe struct Lanes8 : ILanes<Lanes8>
{
    private readonly Vector256<float> _values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes8(Vector256<float> values) => _values = values;

    public static int Count => 8;

    public static string Name => "AVX2";

    public static Lanes8 Zero => new(Vector256<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* source)
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(source);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Broadcast(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes8 value, float* target) => value._values.Store(target);

    // Half a line past the caches would cost more than it saves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Stream(Lanes8 value, float* target) => Store(value, target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator +(Lanes8 left, Lanes8 right) => new(left._values + right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator -(Lanes8 left, Lanes8 right) => new(left._values - right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator *(Lanes8 left, Lanes8 right) => new(left._values * right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 operator /(Lanes8 left, Lanes8 right) => new(left._values / right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 MultiplyAdd(Lanes8 left, Lanes8 right, Lanes8 addend) =>
        new(Vector256.MultiplyAddEstimate(left._values, right._values, addend._values));

    // The native maximum of x86 gives its second operand where either is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Max(Lanes8 floor, Lanes8 value) => new(Vector256.MaxNative(floor._values, value._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 SquareRoot(Lanes8 value) => new(Vector256.Sqrt(value._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 LargestOfEight(Lanes8 value)
    {
        Vector256<float> values = value._values;
        values = Vector256.MaxNative(values, Vector256.Shuffle(
            values, Vector256.Create(4, 5, 6, 7, 0, 1, 2, 3)));
        values = Vector256.MaxNative(values, Vector256.Shuffle(
            values, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5)));
        values = Vector256.MaxNative(values, Vector256.Shuffle(
            values, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)));
        return new(values);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint PositiveBits(Lanes8 value) =>
        (uint)Vector256.GreaterThan(value._values, Vector256<float>.Zero).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes8 Keep(Lanes8 value, uint bits)
    {
        Vector256<uint> each = Vector256.Create(1u, 2, 4, 8, 16, 32, 64, 128);
        Vector256<uint> kept = Vector256.Equals(Vector256.Create(bits) & each, each);
        return new((value._values.AsUInt32() & kept).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBits(byte* bits, nint block, uint value) => ((byte*)bits)[block] = (byte)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LoadBits(byte* bits, nint block) => ((byte*)bits)[block];
}
