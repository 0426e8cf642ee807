using System.Buffers.Binary;
using System.Text;

namespace Impasto.Networks.Files;

/// <summary>Reads Python's pickle language as far as a PyTorch state dict needs it, and runs nothing.</summary>
/// <remarks>
/// A pickle is a program: GLOBAL names a function and REDUCE calls it. Here a name must be on a short list, and what
/// its call
/// means is decided by the caller. Values become null, bool, long, double, string, object[] (tuples), List (lists) and
/// PickleDictionary. Source: the opcode descriptions of Python's pickletools.
/// </remarks>
internal sealed class PickleReader(
    Stream stream, IReadOnlySet<string> allowed, Func<string, object?[], object?> call, Func<object?, object?> persistent)
{
    // VGG-19's has 4 KB. Every operation takes a byte at least, so this bounds work and memory too.
    private const int LargestPickle = 1 << 18;

    private int _left = LargestPickle;

    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = new();
    private readonly Dictionary<uint, object?> _memo = [];

    /// <summary>A name that stands for a Python function or class.</summary>
    public sealed record Global(string Name);

    /// <summary>Runs to STOP and returns the value left.</summary>
    /// <exception cref="ImpastoException">An operation or a name outside the list, or the pickle is damaged or cut
    /// off.</exception>
    public object? Read()
    {
        for (byte operation = Byte(); operation != '.'; operation = Byte())
        {
            if (!Constant(operation) && !Container(operation) && !Memory(operation))
                Object(operation);
        }

        return Pop();
    }

    private bool Constant(byte operation)
    {
        switch (operation)
        {
            case 0x80: // PROTO
                Byte();
                return true;
            case 0x95: // FRAME
                Bytes(8);
                return true;
            case (byte)'N':
                return Push(null);
            case 0x88:
                return Push(true);
            case 0x89:
                return Push(false);
            case (byte)'J':
                return Push((long)BinaryPrimitives.ReadInt32LittleEndian(Bytes(4)));
            case (byte)'K':
                return Push((long)Byte());
            case (byte)'M':
                return Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2)));
            case 0x8a: // LONG1
                return PushLong(Bytes(Byte()));
            case (byte)'G':
                return Push(BinaryPrimitives.ReadDoubleBigEndian(Bytes(8)));
            case (byte)'X':
                return Push(Text(BinaryPrimitives.ReadInt32LittleEndian(Bytes(4))));
            case 0x8c: // SHORT_BINUNICODE
            case (byte)'U': // SHORT_BINSTRING, from Python 2
                return Push(Text(Byte()));
            default:
                return false;
        }
    }

    private bool Container(byte operation)
    {
        switch (operation)
        {
            case (byte)'}':
                return Push(new PickleDictionary());
            case (byte)']':
                return Push(new List<object?>());
            case (byte)')':
                return Push(Array.Empty<object?>());
            case (byte)'(':
                _marks.Push(_stack.Count);
                return true;
            case (byte)'t':
                return Push(PopToMark());
            case 0x85 or 0x86 or 0x87: // TUPLE1 to TUPLE3
                return Push(PopMany(operation - 0x84));
            case (byte)'a':
                object? item = Pop();
                Top<List<object?>>().Add(item);
                return true;
            case (byte)'e':
                object?[] items = PopToMark();
                Top<List<object?>>().AddRange(items);
                return true;
            case (byte)'s':
                object?[] pair = PopMany(2);
                Top<PickleDictionary>().Set(pair);
                return true;
            case (byte)'u':
                object?[] pairs = PopToMark();
                Top<PickleDictionary>().Set(pairs);
                return true;
            default:
                return false;
        }
    }

    private bool Memory(byte operation)
    {
        switch (operation)
        {
            case (byte)'q':
                _memo[Byte()] = Peek();
                return true;
            case (byte)'r':
                _memo[BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4))] = Peek();
                return true;
            case 0x94: // MEMOIZE
                _memo[(uint)_memo.Count] = Peek();
                return true;
            case (byte)'h':
                return Push(Recall(Byte()));
            case (byte)'j':
                return Push(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4))));
            case (byte)'0':
                Pop();
                return true;
            default:
                return false;
        }
    }

    private void Object(byte operation)
    {
        switch (operation)
        {
            case (byte)'c':
                Push(Allow($"{Line()}.{Line()}"));
                break;
            case 0x93: // STACK_GLOBAL
                object?[] names = PopMany(2);
                Push(names is [string module, string name] ? Allow($"{module}.{name}") : throw Damaged());
                break;
            case (byte)'R':
                object?[] parts = PopMany(2);
                if (parts is not [Global function, object?[] arguments])
                    throw Damaged();
                Push(call(function.Name, arguments));
                break;
            case (byte)'b':
                // BUILD gives an object its attributes; a state dict's own are of no use here.
                Pop();
                _ = Top<PickleDictionary>();
                break;
            case (byte)'Q':
                Push(persistent(Pop()));
                break;
            default:
                throw new ImpastoException(
                    $"its pickle uses the operation {PickleOperation.NameOf(operation)}, which a state dict does not need: "
                    + "refused, nothing was run");
        }
    }

    private Global Allow(string name) => allowed.Contains(name)
        ? new Global(name)
        : throw new ImpastoException($"its pickle asks for '{name}', which a state dict does not need: refused, nothing was run");

    private bool Push(object? value)
    {
        _stack.Add(value);
        return true;
    }

    private object? Peek() => _stack.Count > Floor ? _stack[^1] : throw Damaged();

    private object? Pop()
    {
        object? value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private T Top<T>()
        where T : class => Peek() as T ?? throw Damaged();

    private object?[] PopMany(int count)
    {
        if (_stack.Count - Floor < count)
            throw Damaged();
        object?[] values = [.. _stack[^count..]];
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    private object?[] PopToMark()
    {
        if (!_marks.TryPop(out int mark))
            throw Damaged();
        object?[] values = [.. _stack[mark..]];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    private int Floor => _marks.TryPeek(out int mark) ? mark : 0;

    private object? Recall(uint index) => _memo.TryGetValue(index, out object? value) ? value : throw Damaged();

    private byte Byte()
    {
        Spend(1);
        int value = stream.ReadByte();
        return value >= 0 ? (byte)value : throw CutOff();
    }

    private byte[] Bytes(int count)
    {
        Spend(count);
        byte[] bytes = new byte[count];
        return stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count ? bytes : throw CutOff();
    }

    private string Text(int length) => length >= 0 ? Encoding.UTF8.GetString(Bytes(length)) : throw Damaged();

    private void Spend(int bytes)
    {
        if (bytes > _left)
            throw new ImpastoException("its pickle is far larger than a state dict's");
        _left -= bytes;
    }

    private string Line()
    {
        var line = new StringBuilder();
        for (byte next = Byte(); next != '\n'; next = Byte())
        {
            if (line.Append((char)next).Length > 1000)
                throw Damaged();
        }

        return line.ToString();
    }

    // Two's complement of any length; more than eight bytes only occur in the file's magic number.
    private bool PushLong(byte[] bytes)
    {
        var value = new System.Numerics.BigInteger(bytes);
        return value >= long.MinValue && value <= long.MaxValue ? Push((long)value) : Push(value);
    }

    private static ImpastoException CutOff() => new("it ends in the middle of its pickle");

    private static ImpastoException Damaged() => new("its pickle is damaged");
}
