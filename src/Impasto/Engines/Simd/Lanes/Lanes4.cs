using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Impasto.Engines.Simd.Lanes;

/// <summary>Four values: Arm64's registers, and any processor's without AVX2.</summary>
internal readonly unsafe struct Lanes4 : ILanes<Lanes4>
{
    private readonly Vector128<float> _values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes4(Vector128<float> values) => _values = values;

    public static int Count => 4;

    public static string Name => "128-bit vectors";

    public static Lanes4 Zero => new(Vector128<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Load(float* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* source)
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(source);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Broadcast(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes4 value, float* target) => value._values.Store(target);

    // Half a line past the caches would cost more than it saves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Stream(Lanes4 value, float* target) => Store(value, target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator +(Lanes4 left, Lanes4 right) => new(left._values + right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator -(Lanes4 left, Lanes4 right) => new(left._values - right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator *(Lanes4 left, Lanes4 right) => new(left._values * right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 operator /(Lanes4 left, Lanes4 right) => new(left._values / right._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 MultiplyAdd(Lanes4 left, Lanes4 right, Lanes4 addend) =>
        new(Vector128.MultiplyAddEstimate(left._values, right._values, addend._values));

    // The native maximum of x86 gives its second operand where either is NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Max(Lanes4 floor, Lanes4 value) => new(Vector128.MaxNative(floor._values, value._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 SquareRoot(Lanes4 value) => new(Vector128.Sqrt(value._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 LargestOfEight(Lanes4 value)
    {
        Vector128<float> values = value._values;
        values = Vector128.MaxNative(values, Vector128.Shuffle(
            values, Vector128.Create(2, 3, 0, 1)));
        values = Vector128.MaxNative(values, Vector128.Shuffle(
            values, Vector128.Create(1, 0, 3, 2)));
        return new(values);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint PositiveBits(Lanes4 value) =>
        (uint)Vector128.GreaterThan(value._values, Vector128<float>.Zero).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes4 Keep(Lanes4 value, uint bits)
    {
        Vector128<uint> each = Vector128.Create(1u, 2, 4, 8);
        Vector128<uint> kept = Vector128.Equals(Vector128.Create(bits) & each, each);
        return new((value._values.AsUInt32() & kept).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBits(byte* bits, nint block, uint value) => ((byte*)bits)[block] = (byte)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LoadBits(byte* bits, nint block) => ((byte*)bits)[block];
}
