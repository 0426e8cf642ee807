using System.Numerics;
using System.Runtime.CompilerServices;

namespace Impasto.Numerics;

/// <summary>
/// Values rounded to bfloat16, the upper half of a float: its range, 8 bits of its precision, half its memory. Two to a
/// float.
/// </summary>
internal readonly struct RoundedFormat : IPairFormat
{
    private const int Bits = 16;

    // Half of the last bit that is kept, less one: with that bit added, ties go to the even neighbour.
    private const uint Half = 0x7FFF;

    public static int Floats(int values) => (values + 1) / 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector<float> First, Vector<float> Second) Load(ref float memory, int value)
    {
        Vector.Widen(Vector.LoadUnsafe(ref Unsafe.As<float, ushort>(ref memory), (nuint)value), out Vector<uint> first,
            out Vector<uint> second);
        return (Vector.AsVectorSingle(Vector.ShiftLeft(first, Bits)),
            Vector.AsVectorSingle(Vector.ShiftLeft(second, Bits)));
    }

    public static float LoadOne(ref float memory, int value) =>
        BitConverter.UInt32BitsToSingle((uint)Unsafe.Add(ref Unsafe.As<float, ushort>(ref memory), value) << Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> first, Vector<float> second, ref float memory, int value) =>
        Vector.Narrow(Round(first), Round(second)).StoreUnsafe(ref Unsafe.As<float, ushort>(ref memory), (nuint)value);

    public static void StoreOne(float number, ref float memory, int value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(number);
        Unsafe.Add(ref Unsafe.As<float, ushort>(ref memory), value) =
            (ushort)((bits + Half + ((bits >> Bits) & 1)) >> Bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Round(Vector<float> values)
    {
        Vector<uint> bits = Vector.AsVectorUInt32(values);
        Vector<uint> last = Vector.ShiftRightLogical(bits, Bits) & Vector<uint>.One;
        return Vector.ShiftRightLogical(bits + new Vector<uint>(Half) + last, Bits);
    }
}
