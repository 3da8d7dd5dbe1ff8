/*
 * Copyright 2026 The ZetaTron Authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.zetatron.nativeaccess.library;

import io.zetatron.bindings.tss2.TPM2B_ATTEST;
import io.zetatron.bindings.tss2.TPM2B_DATA;
import io.zetatron.bindings.tss2.TPM2B_DIGEST;
import io.zetatron.bindings.tss2.TPM2B_MAX_NV_BUFFER;
import io.zetatron.bindings.tss2.TPM2B_NV_PUBLIC;
import io.zetatron.bindings.tss2.TPM2B_PRIVATE;
import io.zetatron.bindings.tss2.TPM2B_PUBLIC;
import io.zetatron.bindings.tss2.TPM2B_SENSITIVE_CREATE;
import io.zetatron.bindings.tss2.TPM2B_SENSITIVE_DATA;
import io.zetatron.bindings.tss2.TPML_DIGEST;
import io.zetatron.bindings.tss2.TPML_DIGEST_VALUES;
import io.zetatron.bindings.tss2.TPML_PCR_SELECTION;
import io.zetatron.bindings.tss2.TPML_TAGGED_TPM_PROPERTY;
import io.zetatron.bindings.tss2.TPMS_ECC_PARMS;
import io.zetatron.bindings.tss2.TPMS_ECC_POINT;
import io.zetatron.bindings.tss2.TPMS_KEYEDHASH_PARMS;
import io.zetatron.bindings.tss2.TPMS_NV_PUBLIC;
import io.zetatron.bindings.tss2.TPMS_PCR_SELECTION;
import io.zetatron.bindings.tss2.TPMS_SCHEME_HASH;
import io.zetatron.bindings.tss2.TPMS_SENSITIVE_CREATE;
import io.zetatron.bindings.tss2.TPMS_SIGNATURE_ECC;
import io.zetatron.bindings.tss2.TPMS_TAGGED_PROPERTY;
import io.zetatron.bindings.tss2.TPMT_ECC_SCHEME;
import io.zetatron.bindings.tss2.TPMT_HA;
import io.zetatron.bindings.tss2.TPMT_KDF_SCHEME;
import io.zetatron.bindings.tss2.TPMT_KEYEDHASH_SCHEME;
import io.zetatron.bindings.tss2.TPMT_PUBLIC;
import io.zetatron.bindings.tss2.TPMT_SIGNATURE;
import io.zetatron.bindings.tss2.TPMT_SIG_SCHEME;
import io.zetatron.bindings.tss2.TPMT_SYM_DEF;
import io.zetatron.bindings.tss2.TPMT_SYM_DEF_OBJECT;
import io.zetatron.bindings.tss2.TPMU_ASYM_SCHEME;
import io.zetatron.bindings.tss2.TPMU_HA;
import io.zetatron.bindings.tss2.TPMU_PUBLIC_ID;
import io.zetatron.bindings.tss2.TPMU_PUBLIC_PARMS;
import io.zetatron.bindings.tss2.TPMU_SIGNATURE;
import io.zetatron.bindings.tss2.TPMU_SYM_KEY_BITS;
import io.zetatron.bindings.tss2.TPMU_SYM_MODE;
import io.zetatron.bindings.tss2.tss2_h;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The bindings of the TPM stack on a real TPM 2.0 in software.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TpmTest
{
    private static final int NONE = 0xfff;
    private static final int PCR = 16;
    private static final int COORDINATE_LENGTH = 32;
    private static final int NV_INDEX = 0x0180_0010;
    private static final int POLICY_FAILED = 0x99d;
    private static final byte[] SECRET = "what only this state may see".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;
    private final Arena arena = Arena.ofConfined();
    private SoftwareTpm tpm;
    private MemorySegment connection;
    private MemorySegment esys;
    private final List<MemorySegment> slots = new ArrayList<>();

    @BeforeEach
    void connect() throws Exception
    {
        final LibrarySearch search = LibrarySearch.ofSystem();
        assumeTrue(search.probe(Library.TSS2).isUsable(),
            "no TPM stack: apt-get install libtss2-esys-3.0.2-0 libtss2-tctildr0 libtss2-rc0 libtss2-mu0");
        assumeTrue(SoftwareTpm.isInstalled(), "no swtpm: apt-get install swtpm");
        search.load(Library.TSS2);
        tpm = SoftwareTpm.start(folder.toAbsolutePath());
        final MemorySegment place = arena.allocate(ValueLayout.ADDRESS);
        final int answer = tss2_h.Tss2_TctiLdr_Initialize(arena.allocateFrom(tpm.connection()), place);
        assumeTrue(answer == 0, () -> "the TPM stack cannot reach swtpm (" + text(answer) +
            "): apt-get install libtss2-tcti-swtpm0");
        connection = place.get(ValueLayout.ADDRESS, 0);
        check(tss2_h.Esys_Initialize(place, connection, MemorySegment.NULL));
        esys = place.get(ValueLayout.ADDRESS, 0);
    }

    @AfterEach
    void disconnect() throws InterruptedException
    {
        final MemorySegment place = arena.allocate(ValueLayout.ADDRESS);
        if (esys != null)
        {
            place.set(ValueLayout.ADDRESS, 0, esys);
            tss2_h.Esys_Finalize(place);
        }
        if (connection != null)
        {
            place.set(ValueLayout.ADDRESS, 0, connection);
            tss2_h.Tss2_TctiLdr_Finalize(place);
        }
        if (tpm != null)
        {
            tpm.close();
        }
        final long kept = slots.stream().filter((slot) -> slot.get(ValueLayout.ADDRESS, 0).address() != 0).count();
        arena.close();
        assertEquals(0, kept, "results that were not given back with Esys_Free");
    }

    @Test
    void shouldGiveRandomNumbers()
    {
        final MemorySegment slot = slot();
        check(tss2_h.Esys_GetRandom(esys, NONE, NONE, NONE, (short)32, slot));
        final byte[] first = digest(slot);
        check(tss2_h.Esys_GetRandom(esys, NONE, NONE, NONE, (short)32, slot));
        final byte[] second = digest(slot);

        assertEquals(32, first.length);
        assertFalse(Arrays.equals(first, second));
        assertFalse(Arrays.equals(new byte[32], first));
    }

    @Test
    void shouldExtendAndReadRegister() throws GeneralSecurityException
    {
        assertArrayEquals(new byte[32], register());

        extend("event");

        final MessageDigest sha = MessageDigest.getInstance("SHA-256");
        sha.update(new byte[32]);
        sha.update(sha256("event".getBytes(StandardCharsets.UTF_8)));
        assertArrayEquals(sha.digest(), register());
        check(tss2_h.Esys_PCR_Reset(esys, tss2_h.ESYS_TR_PCR16(), tss2_h.ESYS_TR_PASSWORD(), NONE, NONE));
        assertArrayEquals(new byte[32], register());
    }

    @Test
    void shouldQuoteSoThatJavaCanVerify() throws GeneralSecurityException
    {
        extend("boot");
        final MemorySegment publicSlot = slot();
        final int key = primary(signingKey(), publicSlot);
        final PublicKey publicKey = publicKey(publicSlot);
        final byte[] nonce = "a nonce".getBytes(StandardCharsets.UTF_8);
        final MemorySegment qualifying = TPM2B_DATA.allocate(arena);
        put(qualifying, nonce);
        final MemorySegment scheme = TPMT_SIG_SCHEME.allocate(arena);
        TPMT_SIG_SCHEME.scheme(scheme, tss2_h.TPM2_ALG_NULL());
        final MemorySegment quoted = slot();
        final MemorySegment signature = slot();

        check(tss2_h.Esys_Quote(esys, key, tss2_h.ESYS_TR_PASSWORD(), NONE, NONE, qualifying, scheme, selection(),
            quoted, signature));

        final byte[] message = sized(quoted, TPM2B_ATTEST.sizeof());
        final byte[] signed = signature(signature);
        assertTrue(isValid(publicKey, message, signed));
        final ByteBuffer attested = ByteBuffer.wrap(message);
        assertEquals(tss2_h.TPM2_GENERATED_VALUE(), attested.getInt());
        assertEquals(tss2_h.TPM2_ST_ATTEST_QUOTE(), attested.getShort());
        attested.position(attested.position() + Short.BYTES + Short.toUnsignedInt(attested.getShort(6)));
        final byte[] said = new byte[attested.getShort()];
        attested.get(said);
        assertArrayEquals(nonce, said);
        assertArrayEquals(sha256(register()), Arrays.copyOfRange(message, message.length - 32, message.length));

        message[message.length - 1] ^= 1;
        assertFalse(isValid(publicKey, message, signed));
        check(tss2_h.Esys_FlushContext(esys, key));
    }

    @Test
    void shouldUnsealWhileRegisterIsTheSameAndRefuseAfterwards()
    {
        final int parent = primary(storageKey(), null);
        final int sealed = sealed(parent);

        final MemorySegment slot = slot();
        final int session = session(tss2_h.TPM2_SE_POLICY());
        check(tss2_h.Esys_Unseal(esys, sealed, session, NONE, NONE, slot));
        assertArrayEquals(SECRET, sized(slot, TPM2B_SENSITIVE_DATA.sizeof()));

        extend("something else was started");
        final int later = session(tss2_h.TPM2_SE_POLICY());
        final int answer = tss2_h.Esys_Unseal(esys, sealed, later, NONE, NONE, slot);

        assertEquals(POLICY_FAILED, answer & 0xfff, () -> text(answer));
        assertTrue(text(answer).contains("policy"), text(answer));
        check(tss2_h.Esys_FlushContext(esys, later));
        check(tss2_h.Esys_FlushContext(esys, sealed));
        check(tss2_h.Esys_FlushContext(esys, parent));
    }

    @Test
    void shouldCountUpInNonVolatileMemory()
    {
        final MemorySegment definition = TPM2B_NV_PUBLIC.allocate(arena);
        final MemorySegment area = TPM2B_NV_PUBLIC.nvPublic(definition);
        TPMS_NV_PUBLIC.nvIndex(area, NV_INDEX);
        TPMS_NV_PUBLIC.nameAlg(area, tss2_h.TPM2_ALG_SHA256());
        TPMS_NV_PUBLIC.attributes(area, tss2_h.TPMA_NV_OWNERWRITE() | tss2_h.TPMA_NV_OWNERREAD() |
            tss2_h.TPMA_NV_NO_DA() | tss2_h.TPM2_NT_COUNTER() << tss2_h.TPMA_NV_TPM2_NT_SHIFT());
        TPMS_NV_PUBLIC.dataSize(area, (short)Long.BYTES);
        final MemorySegment handle = arena.allocate(ValueLayout.JAVA_INT);
        check(tss2_h.Esys_NV_DefineSpace(esys, tss2_h.ESYS_TR_RH_OWNER(), tss2_h.ESYS_TR_PASSWORD(), NONE, NONE,
            TPM2B_DIGEST.allocate(arena), definition, handle));
        final int counter = handle.get(ValueLayout.JAVA_INT, 0);

        increment(counter);
        final long first = value(counter);
        increment(counter);
        increment(counter);

        assertEquals(first + 2, value(counter));
        check(tss2_h.Esys_NV_UndefineSpace(
            esys, tss2_h.ESYS_TR_RH_OWNER(), counter, tss2_h.ESYS_TR_PASSWORD(), NONE, NONE));
    }

    @Test
    void shouldTellItsMaker()
    {
        final MemorySegment slot = slot();
        check(tss2_h.Esys_GetCapability(esys, NONE, NONE, NONE, tss2_h.TPM2_CAP_TPM_PROPERTIES(),
            tss2_h.TPM2_PT_MANUFACTURER(), 1, arena.allocate(1), slot));
        // Behind the capability's number lies a union, of which this is the member that was asked for.
        final MemorySegment list =
            taken(slot, Integer.BYTES + TPML_TAGGED_TPM_PROPERTY.sizeof()).asSlice(Integer.BYTES);

        assertEquals(1, TPML_TAGGED_TPM_PROPERTY.count(list));
        final MemorySegment property = TPML_TAGGED_TPM_PROPERTY.tpmProperty(list, 0);
        assertEquals(tss2_h.TPM2_PT_MANUFACTURER(), TPMS_TAGGED_PROPERTY.property(property));
        final byte[] name = ByteBuffer.allocate(4).putInt(TPMS_TAGGED_PROPERTY.value(property)).array();
        assertEquals("IBM", new String(name, StandardCharsets.US_ASCII).replace("\0", "").trim());
    }

    @Test
    void shouldTurnErrorIntoText()
    {
        final int answer = tss2_h.Esys_FlushContext(esys, 0x7777_7777);

        assertEquals(tss2_h.TSS2_ESYS_RC_BAD_TR(), answer);
        assertTrue(text(answer).startsWith("esapi:"), text(answer));
    }

    private int sealed(final int parent)
    {
        final int trial = session(tss2_h.TPM2_SE_TRIAL());
        final MemorySegment slot = slot();
        check(tss2_h.Esys_PolicyGetDigest(esys, trial, NONE, NONE, NONE, slot));
        final byte[] policy = digest(slot);
        check(tss2_h.Esys_FlushContext(esys, trial));
        final MemorySegment template = TPM2B_PUBLIC.allocate(arena);
        final MemorySegment area = area(template, tss2_h.TPM2_ALG_KEYEDHASH(),
            tss2_h.TPMA_OBJECT_FIXEDTPM() | tss2_h.TPMA_OBJECT_FIXEDPARENT());
        put(TPMT_PUBLIC.authPolicy(area), policy);
        TPMT_KEYEDHASH_SCHEME.scheme(TPMS_KEYEDHASH_PARMS.scheme(
            TPMU_PUBLIC_PARMS.keyedHashDetail(TPMT_PUBLIC.parameters(area))), tss2_h.TPM2_ALG_NULL());
        final MemorySegment sensitive = TPM2B_SENSITIVE_CREATE.allocate(arena);
        put(TPMS_SENSITIVE_CREATE.data(TPM2B_SENSITIVE_CREATE.sensitive(sensitive)), SECRET);
        final MemorySegment[] results = {slot(), slot(), slot(), slot(), slot()};
        check(tss2_h.Esys_Create(esys, parent, tss2_h.ESYS_TR_PASSWORD(), NONE, NONE, sensitive, template,
            TPM2B_DATA.allocate(arena), TPML_PCR_SELECTION.allocate(arena),
            results[0], results[1], results[2], results[3], results[4]));
        final MemorySegment privatePart = taken(results[0], TPM2B_PRIVATE.sizeof());
        final MemorySegment publicPart = taken(results[1], TPM2B_PUBLIC.sizeof());
        for (int i = 2; i < results.length; i++)
        {
            taken(results[i], 1);
        }
        final MemorySegment handle = arena.allocate(ValueLayout.JAVA_INT);
        check(tss2_h.Esys_Load(
            esys, parent, tss2_h.ESYS_TR_PASSWORD(), NONE, NONE, privatePart, publicPart, handle));
        return handle.get(ValueLayout.JAVA_INT, 0);
    }

    private int session(final byte type)
    {
        final MemorySegment symmetric = TPMT_SYM_DEF.allocate(arena);
        TPMT_SYM_DEF.algorithm(symmetric, tss2_h.TPM2_ALG_NULL());
        final MemorySegment handle = arena.allocate(ValueLayout.JAVA_INT);
        check(tss2_h.Esys_StartAuthSession(esys, NONE, NONE, NONE, NONE, NONE, MemorySegment.NULL, type, symmetric,
            tss2_h.TPM2_ALG_SHA256(), handle));
        final int session = handle.get(ValueLayout.JAVA_INT, 0);
        check(tss2_h.Esys_PolicyPCR(esys, session, NONE, NONE, NONE, TPM2B_DIGEST.allocate(arena), selection()));
        return session;
    }

    private int primary(final MemorySegment template, final MemorySegment publicSlot)
    {
        final MemorySegment handle = arena.allocate(ValueLayout.JAVA_INT);
        final MemorySegment[] results = {slot(), slot(), slot(), slot()};
        check(tss2_h.Esys_CreatePrimary(esys, tss2_h.ESYS_TR_RH_OWNER(), tss2_h.ESYS_TR_PASSWORD(), NONE, NONE,
            TPM2B_SENSITIVE_CREATE.allocate(arena), template, TPM2B_DATA.allocate(arena),
            TPML_PCR_SELECTION.allocate(arena), handle, results[0], results[1], results[2], results[3]));
        if (publicSlot == null)
        {
            taken(results[0], 1);
        }
        else
        {
            publicSlot.set(ValueLayout.ADDRESS, 0, results[0].get(ValueLayout.ADDRESS, 0));
            results[0].set(ValueLayout.ADDRESS, 0, MemorySegment.NULL);
        }
        for (int i = 1; i < results.length; i++)
        {
            taken(results[i], 1);
        }

        return handle.get(ValueLayout.JAVA_INT, 0);
    }

    private MemorySegment signingKey()
    {
        final MemorySegment template = TPM2B_PUBLIC.allocate(arena);
        final MemorySegment curve = curve(template, tss2_h.TPMA_OBJECT_SIGN_ENCRYPT());
        TPMT_SYM_DEF_OBJECT.algorithm(TPMS_ECC_PARMS.symmetric(curve), tss2_h.TPM2_ALG_NULL());
        final MemorySegment scheme = TPMS_ECC_PARMS.scheme(curve);
        TPMT_ECC_SCHEME.scheme(scheme, tss2_h.TPM2_ALG_ECDSA());
        TPMS_SCHEME_HASH.hashAlg(TPMU_ASYM_SCHEME.ecdsa(TPMT_ECC_SCHEME.details(scheme)), tss2_h.TPM2_ALG_SHA256());
        return template;
    }

    private MemorySegment storageKey()
    {
        final MemorySegment template = TPM2B_PUBLIC.allocate(arena);
        final MemorySegment curve = curve(template, tss2_h.TPMA_OBJECT_DECRYPT());
        final MemorySegment symmetric = TPMS_ECC_PARMS.symmetric(curve);
        TPMT_SYM_DEF_OBJECT.algorithm(symmetric, tss2_h.TPM2_ALG_AES());
        TPMU_SYM_KEY_BITS.aes(TPMT_SYM_DEF_OBJECT.keyBits(symmetric), (short)128);
        TPMU_SYM_MODE.aes(TPMT_SYM_DEF_OBJECT.mode(symmetric), tss2_h.TPM2_ALG_CFB());
        TPMT_ECC_SCHEME.scheme(TPMS_ECC_PARMS.scheme(curve), tss2_h.TPM2_ALG_NULL());
        return template;
    }

    private static MemorySegment curve(final MemorySegment template, final int purpose)
    {
        final MemorySegment area = area(template, tss2_h.TPM2_ALG_ECC(),
            tss2_h.TPMA_OBJECT_FIXEDTPM() | tss2_h.TPMA_OBJECT_FIXEDPARENT() |
                tss2_h.TPMA_OBJECT_SENSITIVEDATAORIGIN() | tss2_h.TPMA_OBJECT_USERWITHAUTH() |
                tss2_h.TPMA_OBJECT_RESTRICTED() | purpose);
        final MemorySegment curve = TPMU_PUBLIC_PARMS.eccDetail(TPMT_PUBLIC.parameters(area));
        TPMS_ECC_PARMS.curveID(curve, tss2_h.TPM2_ECC_NIST_P256());
        TPMT_KDF_SCHEME.scheme(TPMS_ECC_PARMS.kdf(curve), tss2_h.TPM2_ALG_NULL());
        return curve;
    }

    private static MemorySegment area(final MemorySegment template, final short type, final int attributes)
    {
        final MemorySegment area = TPM2B_PUBLIC.publicArea(template);
        TPMT_PUBLIC.type(area, type);
        TPMT_PUBLIC.nameAlg(area, tss2_h.TPM2_ALG_SHA256());
        TPMT_PUBLIC.objectAttributes(area, attributes);
        return area;
    }

    private PublicKey publicKey(final MemorySegment slot) throws GeneralSecurityException
    {
        final MemorySegment area = TPM2B_PUBLIC.publicArea(taken(slot, TPM2B_PUBLIC.sizeof()));
        final MemorySegment point = TPMU_PUBLIC_ID.ecc(TPMT_PUBLIC.unique(area));
        final AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(
            new ECPoint(
                new BigInteger(1, sized(TPMS_ECC_POINT.x(point))),
                new BigInteger(1, sized(TPMS_ECC_POINT.y(point)))),
            parameters.getParameterSpec(ECParameterSpec.class)));
    }

    private byte[] signature(final MemorySegment slot)
    {
        final MemorySegment signature = taken(slot, TPMT_SIGNATURE.sizeof());
        assertEquals(tss2_h.TPM2_ALG_ECDSA(), TPMT_SIGNATURE.sigAlg(signature));
        final MemorySegment pair = TPMU_SIGNATURE.ecdsa(TPMT_SIGNATURE.signature(signature));
        final byte[] both = new byte[2 * COORDINATE_LENGTH];
        final byte[] r = sized(TPMS_SIGNATURE_ECC.signatureR(pair));
        final byte[] s = sized(TPMS_SIGNATURE_ECC.signatureS(pair));
        System.arraycopy(r, 0, both, COORDINATE_LENGTH - r.length, r.length);
        System.arraycopy(s, 0, both, 2 * COORDINATE_LENGTH - s.length, s.length);
        return both;
    }

    private static boolean isValid(final PublicKey key, final byte[] message, final byte[] signed)
        throws GeneralSecurityException
    {
        final Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signed);
    }

    private void extend(final String event)
    {
        final MemorySegment digests = TPML_DIGEST_VALUES.allocate(arena);
        TPML_DIGEST_VALUES.count(digests, 1);
        final MemorySegment digest = TPML_DIGEST_VALUES.digests(digests, 0);
        TPMT_HA.hashAlg(digest, tss2_h.TPM2_ALG_SHA256());
        TPMU_HA.sha256(TPMT_HA.digest(digest)).copyFrom(
            MemorySegment.ofArray(sha256(event.getBytes(StandardCharsets.UTF_8))));
        check(tss2_h.Esys_PCR_Extend(
            esys, tss2_h.ESYS_TR_PCR16(), tss2_h.ESYS_TR_PASSWORD(), NONE, NONE, digests));
    }

    private byte[] register()
    {
        final MemorySegment selected = slot();
        final MemorySegment values = slot();
        check(tss2_h.Esys_PCR_Read(
            esys, NONE, NONE, NONE, selection(), arena.allocate(ValueLayout.JAVA_INT), selected, values));
        taken(selected, 1);
        final MemorySegment list = taken(values, TPML_DIGEST.sizeof());
        assertEquals(1, TPML_DIGEST.count(list));
        return sized(TPML_DIGEST.digests(list, 0));
    }

    private MemorySegment selection()
    {
        final MemorySegment list = TPML_PCR_SELECTION.allocate(arena);
        TPML_PCR_SELECTION.count(list, 1);
        final MemorySegment one = TPML_PCR_SELECTION.pcrSelections(list, 0);
        TPMS_PCR_SELECTION.hash(one, tss2_h.TPM2_ALG_SHA256());
        TPMS_PCR_SELECTION.sizeofSelect(one, (byte)3);
        TPMS_PCR_SELECTION.pcrSelect(one, PCR / 8, (byte)(1 << PCR % 8));
        return list;
    }

    private void increment(final int counter)
    {
        check(tss2_h.Esys_NV_Increment(
            esys, tss2_h.ESYS_TR_RH_OWNER(), counter, tss2_h.ESYS_TR_PASSWORD(), NONE, NONE));
    }

    private long value(final int counter)
    {
        final MemorySegment slot = slot();
        check(tss2_h.Esys_NV_Read(esys, tss2_h.ESYS_TR_RH_OWNER(), counter, tss2_h.ESYS_TR_PASSWORD(), NONE, NONE,
            (short)Long.BYTES, (short)0, slot));
        return ByteBuffer.wrap(sized(slot, TPM2B_MAX_NV_BUFFER.sizeof())).getLong();
    }

    private byte[] digest(final MemorySegment slot)
    {
        return sized(slot, TPM2B_DIGEST.sizeof());
    }

    private byte[] sized(final MemorySegment slot, final long lengthBytes)
    {
        return sized(taken(slot, lengthBytes));
    }

    /**
     * The bytes behind their count, as all structures of the kind TPM2B have them.
     */
    private static byte[] sized(final MemorySegment counted)
    {
        final int length = Short.toUnsignedInt(counted.get(ValueLayout.JAVA_SHORT, 0));
        return counted.asSlice(Short.BYTES, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private static void put(final MemorySegment counted, final byte[] bytes)
    {
        counted.set(ValueLayout.JAVA_SHORT, 0, (short)bytes.length);
        counted.asSlice(Short.BYTES).copyFrom(MemorySegment.ofArray(bytes));
    }

    private MemorySegment slot()
    {
        final MemorySegment slot = arena.allocate(ValueLayout.ADDRESS);
        slots.add(slot);
        return slot;
    }

    /**
     * A copy of a result, which is given back.
     */
    @SuppressWarnings("restricted")
    private MemorySegment taken(final MemorySegment slot, final long lengthBytes)
    {
        final MemorySegment result = slot.get(ValueLayout.ADDRESS, 0);
        assertTrue(result.address() != 0, "no result");
        final MemorySegment copy = arena.allocate(lengthBytes, Long.BYTES);
        copy.copyFrom(result.reinterpret(lengthBytes));
        tss2_h.Esys_Free(result);
        slot.set(ValueLayout.ADDRESS, 0, MemorySegment.NULL);
        return copy;
    }

    private static byte[] sha256(final byte[] bytes)
    {
        try
        {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        }
        catch (final GeneralSecurityException ex)
        {
            throw new AssertionError(ex);
        }
    }

    private static void check(final int answer)
    {
        assertEquals(0, answer, () -> text(answer));
    }

    private static String text(final int answer)
    {
        return tss2_h.Tss2_RC_Decode(answer).getString(0);
    }
}
