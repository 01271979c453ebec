using System.Buffers.Binary;

namespace Weir.Generation;

/// <summary>
/// Numbers that look random and are the same for the same seed, everywhere and for ever, which <see cref="Random"/> does not promise: SplitMix64
/// (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195).
/// </summary>
internal struct SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Numbers of their own for a purpose: no draw elsewhere shifts them.</summary>
    /// <param name="seed">The seed of everything.</param>
    /// <param name="parts">What the numbers are for.</param>
    public static SeededRandom Of(ulong seed, params ReadOnlySpan<ulong> parts)
    {
        var mixed = Mix(seed);
        foreach (var part in parts)
        {
            mixed = Mix(mixed ^ Mix(part));
        }

        return new SeededRandom(mixed);
    }

    /// <summary>64 bits.</summary>
    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>From 0 (inclusive) to 1 (exclusive).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 (inclusive) to <paramref name="bound"/> (exclusive).</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>Whether something happens that does with this probability.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>Normally distributed, mean 0 and deviation 1 (Box and Muller).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Log-normally distributed.</summary>
    /// <param name="median">The median.</param>
    /// <param name="sigma">The deviation of the logarithm.</param>
    public double NextLogNormal(double median, double sigma) => median * Math.Exp(sigma * NextNormal());

    /// <summary>A UUID, as of version 4.</summary>
    public Guid NextGuid() => MakeGuid(Next(), 4);

    /// <summary>A UUIDv7 of a moment, as requests have.</summary>
    /// <param name="time">The moment, UTC.</param>
    public Guid NextGuidOf(DateTime time) => MakeGuid(((ulong)((time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond) << 16) | (Next() & 0xFFFF), 7);

    private Guid MakeGuid(ulong high, ulong version)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (high & ~0xF000UL) | (version << 12));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (Next() >> 2) | (1UL << 63));
        return new Guid(bytes, bigEndian: true);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
