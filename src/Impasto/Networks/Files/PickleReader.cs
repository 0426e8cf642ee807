using System.Buffers.Binary;
using System.Text;

namespace Impasto.Networks.Files;

/// <summary>Reads Python's pickle language as far as a PyTorch state dict needs it, and runs nothing.</summary>
/// <remarks>
/// A pickle is a program: GLOBAL names a function and REDUCE calls it. Here a name must be on a short list, and what
/// its call means is decided by the caller. Values become null, bool, long, double, string, object[] (tuples), List
/// (lists) and PickleDictionary. Source: the opcode descriptions of Python's pickletools.
/// </remarks>
internal sealed class PickleReader(
    Stream stream,
    IReadOnlySet<string> allowed,
    Func<string, object?[], object?> call,
    Func<object?, object?> persistent)
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
    /// <exception cref="WeightsException">
    /// An operation or a name outside the list, or the pickle is damaged or cut off.
    /// </exception>
    public object? Read()
    {
        for (PickleOpcode operation = Opcode(); operation != PickleOpcode.Stop; operation = Opcode())
        {
            if (!Constant(operation) && !Container(operation) && !Memory(operation))
                Object(operation);
        }

        return Pop();
    }

    private bool Constant(PickleOpcode operation)
    {
        switch (operation)
        {
            case PickleOpcode.Proto:
                Byte();
                return true;
            case PickleOpcode.Frame:
                Bytes(8);
                return true;
            case PickleOpcode.None:
                return Push(null);
            case PickleOpcode.NewTrue:
                return Push(true);
            case PickleOpcode.NewFalse:
                return Push(false);
            case PickleOpcode.BinInt:
                return Push((long)BinaryPrimitives.ReadInt32LittleEndian(Bytes(4)));
            case PickleOpcode.BinInt1:
                return Push((long)Byte());
            case PickleOpcode.BinInt2:
                return Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2)));
            case PickleOpcode.Long1:
                return PushLong(Bytes(Byte()));
            case PickleOpcode.BinFloat:
                return Push(BinaryPrimitives.ReadDoubleBigEndian(Bytes(8)));
            case PickleOpcode.BinUnicode:
                return Push(Text(BinaryPrimitives.ReadInt32LittleEndian(Bytes(4))));
            case PickleOpcode.ShortBinUnicode:
            case PickleOpcode.ShortBinString: // from Python 2
                return Push(Text(Byte()));
            default:
                return false;
        }
    }

    private bool Container(PickleOpcode operation)
    {
        switch (operation)
        {
            case PickleOpcode.EmptyDict:
                return Push(new PickleDictionary());
            case PickleOpcode.EmptyList:
                return Push(new List<object?>());
            case PickleOpcode.EmptyTuple:
                return Push(Array.Empty<object?>());
            case PickleOpcode.Mark:
                _marks.Push(_stack.Count);
                return true;
            case PickleOpcode.Tuple:
                return Push(PopToMark());
            case PickleOpcode.Tuple1 or PickleOpcode.Tuple2 or PickleOpcode.Tuple3:
                return Push(PopMany(operation - PickleOpcode.Tuple1 + 1));
            case PickleOpcode.Append:
                object? item = Pop();
                Top<List<object?>>().Add(item);
                return true;
            case PickleOpcode.Appends:
                object?[] items = PopToMark();
                Top<List<object?>>().AddRange(items);
                return true;
            case PickleOpcode.SetItem:
                object?[] pair = PopMany(2);
                Top<PickleDictionary>().Set(pair);
                return true;
            case PickleOpcode.SetItems:
                object?[] pairs = PopToMark();
                Top<PickleDictionary>().Set(pairs);
                return true;
            default:
                return false;
        }
    }

    private bool Memory(PickleOpcode operation)
    {
        switch (operation)
        {
            case PickleOpcode.BinPut:
                _memo[Byte()] = Peek();
                return true;
            case PickleOpcode.LongBinPut:
                _memo[BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4))] = Peek();
                return true;
            case PickleOpcode.Memoize:
                _memo[(uint)_memo.Count] = Peek();
                return true;
            case PickleOpcode.BinGet:
                return Push(Recall(Byte()));
            case PickleOpcode.LongBinGet:
                return Push(Recall(BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4))));
            case PickleOpcode.Pop:
                Pop();
                return true;
            default:
                return false;
        }
    }

    private void Object(PickleOpcode operation)
    {
        switch (operation)
        {
            case PickleOpcode.Global:
                Push(Allow($"{Line()}.{Line()}"));
                break;
            case PickleOpcode.StackGlobal:
                object?[] names = PopMany(2);
                Push(names is [string module, string name] ? Allow($"{module}.{name}") : throw Damaged());
                break;
            case PickleOpcode.Reduce:
                object?[] parts = PopMany(2);
                if (parts is not [Global function, object?[] arguments])
                    throw Damaged();
                Push(call(function.Name, arguments));
                break;
            case PickleOpcode.Build:
                // It gives an object its attributes; a state dict's own are not used here.
                Pop();
                _ = Top<PickleDictionary>();
                break;
            case PickleOpcode.BinPersId:
                Push(persistent(Pop()));
                break;
            default:
                throw new WeightsException(
                    $"its pickle uses the operation {PickleOperation.NameOf((byte)operation)}, which a state dict "
                    + $"does not need: "
                    + "refused, nothing was run");
        }
    }

    private Global Allow(string name) => allowed.Contains(name)
        ? new Global(name)
        : throw new WeightsException(
            $"its pickle asks for '{name}', which a state dict does not need: refused, nothing was run");

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

    private PickleOpcode Opcode() => (PickleOpcode)Byte();

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
            throw new WeightsException("its pickle is far larger than a state dict's");
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

    private static WeightsException CutOff() => new("it ends in the middle of its pickle");

    private static WeightsException Damaged() => new("its pickle is damaged");
}
